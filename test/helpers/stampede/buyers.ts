import type { Counters, Reply } from './counters.ts'
import { type Goods, prices, type StampedePlace } from './place.ts'

type Name = keyof Goods

/** One who wants something: everything of it is fixed, so that asking again is asking the same. */
export type Buyer = {
  readonly index: number
  readonly key: string
  readonly path: '/api/v1/orders' | '/api/v1/sales'
  readonly body: object
  readonly wanted: Readonly<Partial<Record<Name, number>>>
  /** Pays in this store after ordering; null: when the goods are handed over, or at once. */
  readonly pays: { readonly storeId: string; readonly shiftId: string; readonly amount: number } | null
  /** Asks twice at once, as a double click does. */
  readonly twice: boolean
}

export type Outcome = {
  readonly buyer: Buyer
  readonly reply: Reply
  /** null: nothing was to be paid. */
  readonly payment: Reply | null
  /** Of one who asked twice: the second answer. */
  readonly second: Reply | null
}

const contact = { phone: '13800138000' }

/** Who wants what how. Each store has buyers of one unit of each of the goods, so that nothing can be left over. */
export function makeBuyers(
  count: number,
  run: string,
  goods: Goods,
  { stores }: StampedePlace,
  random: () => number,
): Buyer[] {
  const slot = Math.floor(random() * (stores[0]?.slots.length ?? 1))
  const buyers = Array.from({ length: count }, (_, index): Buyer => {
    const store = stores[index % stores.length]
    if (store === undefined) throw new Error('there is no store')
    const way = Math.floor(index / stores.length) % ways.length
    const { kind, lines } = ways[way] ?? ways[0]
    const wanted: Partial<Record<Name, number>> = {}
    for (const name of lines) wanted[name] = (wanted[name] ?? 0) + 1
    const total = lines.reduce((sum, name) => sum + prices[name], 0)
    const shared = {
      lines: lines.map(name => ({ variantId: goods[name], quantity: 1 })),
      contact: { ...contact, name: `${run}-${index}` },
    }
    const common = { index, key: `${run}-${index}`, wanted, twice: random() < 0.1 }
    if (kind === 'counter') {
      const cash = Math.floor(random() * total)
      const tenders = [
        ...(cash > 0 ? [{ method: 'cash', amount: cash, tendered: cash + 5 }] : []),
        { method: 'card', amount: total - cash },
      ]
      const body = { ...shared, storeId: store.id, shiftId: store.shiftId, tenders }
      return { ...common, path: '/api/v1/sales', body, pays: null }
    }
    const fulfilment =
      kind === 'pickup'
        ? { kind, storeId: store.id }
        : kind === 'visit'
          ? { kind, storeId: store.id, slotStartsAt: store.slots[slot] }
          : { kind: 'delivery', address: '5 Long Lane', split: kind === 'split' }
    const payment = { method: kind === 'pickup' || kind === 'visit' ? 'pay-at-pickup' : 'card' }
    const pays = lines.some(name => name === 'rare')
      ? { storeId: store.id, shiftId: store.shiftId, amount: total }
      : null
    return { ...common, path: '/api/v1/orders', body: { ...shared, fulfilment, payment }, pays }
  })
  return shuffled(buyers, random)
}

const ways: readonly [Way, ...Way[]] = [
  { kind: 'pickup', lines: ['tea'] },
  { kind: 'pickup', lines: ['pot'] },
  { kind: 'pickup', lines: ['rare'] },
  { kind: 'pickup', lines: ['tea', 'tea'] },
  { kind: 'pickup', lines: ['pot', 'tea'] },
  { kind: 'delivery', lines: ['tea', 'pot', 'tea'] },
  { kind: 'split', lines: ['tea', 'tea', 'tea', 'pot', 'pot'] },
  { kind: 'visit', lines: ['tea'] },
  { kind: 'visit', lines: ['pot', 'pot'] },
  { kind: 'counter', lines: ['pot'] },
  { kind: 'counter', lines: ['tea', 'pot', 'tea'] },
  { kind: 'pickup', lines: ['rare', 'rare'] },
  { kind: 'delivery', lines: ['rare', 'tea'] },
  { kind: 'split', lines: ['rare', 'rare', 'pot'] },
  { kind: 'counter', lines: ['rare'] },
  { kind: 'pickup', lines: ['pot'] },
]

type Way = {
  readonly kind: 'pickup' | 'delivery' | 'split' | 'visit' | 'counter'
  readonly lines: readonly Name[]
}

/** Buys, and asks until there is an answer. */
export async function buy(counters: Counters, buyer: Buyer): Promise<Outcome> {
  const ask = (at: number) =>
    counters.call(at, 'POST', buyer.path, buyer.body, {
      'idempotency-key': buyer.key,
      ...(buyer.path === '/api/v1/sales' && { authorization: 'Bearer staff' }),
    })
  const [reply, second] = await Promise.all([
    ask(buyer.index),
    buyer.twice ? ask(buyer.index + 1) : Promise.resolve(null),
  ])
  const placed = reply.status === 201 ? reply : second?.status === 201 ? second : null
  const payment =
    buyer.pays === null || placed === null
      ? null
      : await counters.call(
          buyer.index,
          'POST',
          `/api/v1/orders/${placed.body.id}/payments`,
          { ...buyer.pays, method: 'card' },
          { authorization: 'Bearer staff', 'idempotency-key': `${buyer.key}-pays` },
        )
  return { buyer, reply, second, payment }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
