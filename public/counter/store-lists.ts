import type { FulfilmentView, OrderView } from '../../src/wire.ts'

export type ListKind = 'pickup' | 'delivery' | 'visit'

/** An order and the part of it that this store gives. */
export type Listed = { readonly order: OrderView; readonly part: FulfilmentView }

const open = {
  pickup: ['waiting', 'ready'],
  delivery: ['waiting', 'ready', 'shipped'],
  visit: ['waiting', 'ready'],
} as const

/** What this store has to do of one kind: what is to be sent before what is on its way; visits of today, by their time. */
export function listed(
  orders: readonly OrderView[],
  storeId: string,
  kind: ListKind,
  now: number,
): readonly Listed[] {
  const today = new Date(now).toDateString()
  const states: readonly string[] = open[kind]
  const found = orders.flatMap(order =>
    order.fulfilments
      .filter(part => part.kind === kind && part.store.id === storeId && states.includes(part.state))
      .filter(({ slot }) => kind !== 'visit' || slot === null || isToday(slot.startsAt, today, now))
      .map(part => ({ order, part })),
  )
  if (kind === 'visit') {
    return found.sort((a, b) => (a.part.slot?.startsAt ?? '').localeCompare(b.part.slot?.startsAt ?? ''))
  }
  return found.sort((a, b) => Number(a.part.state === 'shipped') - Number(b.part.state === 'shipped'))
}

/** Those who did not come yesterday are still to be dealt with. */
function isToday(time: string, today: string, now: number): boolean {
  return Date.parse(time) < now || new Date(time).toDateString() === today
}
