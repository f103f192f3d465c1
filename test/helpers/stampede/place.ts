import type { Counters } from './counters.ts'

export const unitsOfEach = 10

export type Store = { readonly id: string; readonly shiftId: string; readonly slots: readonly string[] }

export type StampedePlace = { readonly stores: readonly Store[] }

/** What the buyers of one run want: ten of each, spread over the stores. */
export type Goods = {
  readonly tea: string
  readonly pot: string
  /** Who pays first gets it. */
  readonly rare: string
}

export const prices = { tea: 1990, pot: 333, rare: 10_001 } as const satisfies Record<keyof Goods, number>

/** Three stores with an open till each. */
export async function openStores(counters: Counters): Promise<StampedePlace> {
  const stores: Store[] = []
  for (const name of ['Bund', 'Lake', 'Hill']) {
    const { id } = await counters.staff('POST', '/api/v1/stores', {
      name,
      address: `${name} 1`,
      pickup: true,
      opens: '08:00',
      closes: '22:00',
      visits: { slotMinutes: 15, capacity: 100, daysAhead: 14 },
    })
    const shift = { storeId: id, till: `till of ${name}`, openingCash: 0 }
    const opened = await counters.staff('POST', '/api/v1/shifts', shift, `shift-${id}`)
    const { slots } = await counters.staff('GET', `/api/v1/stores/${id}/slots`)
    const starts = slots.map(({ startsAt }: { startsAt: string }) => startsAt)
    // Those of today may be over before they are asked for.
    stores.push({ id, shiftId: opened.id, slots: starts.slice(60) })
  }
  return { stores }
}

export async function putOut(
  counters: Counters,
  { stores }: StampedePlace,
  run: string,
  random: () => number,
): Promise<Goods> {
  const sell = async (name: keyof Goods) => {
    const product = await counters.staff('POST', '/api/v1/products', {
      title: `${name} ${run}`,
      stockPolicy: name === 'rare' ? 'first-paid' : 'hold',
      variants: [{ sku: `${name}-${run}`, price: { amount: prices[name], currency: 'CNY' } }],
    })
    const variantId: string = product.variants[0].id
    const units = stores.map(() => 0)
    for (let unit = 0; unit < unitsOfEach; unit++) {
      const at = Math.floor(random() * units.length)
      units[at] = (units[at] ?? 0) + 1
    }
    for (const [index, { id: storeId }] of stores.entries()) {
      const delta = units[index] ?? 0
      if (delta === 0) continue
      await counters.staff('POST', '/api/v1/stock/adjustments', { storeId, variantId, delta, reason: run })
    }
    return variantId
  }
  return { tea: await sell('tea'), pot: await sell('pot'), rare: await sell('rare') }
}
