/** What is wanted of one variant; the lines of a basket never name a variant twice. */
export type Wanted = { readonly variantId: string; readonly quantity: number }

export type Level = { readonly storeId: string; readonly variantId: string; readonly available: number }

export type Shortage = Wanted & { readonly available: number }

/** A store that may send. `distanceMetres`: null when the way is not known. */
export type Sender = { readonly storeId: string; readonly distanceMetres: number | null }

export type Parcel = Sender & { readonly lines: readonly Wanted[] }

export type DeliveryRoute =
  | { readonly kind: 'parcels'; readonly parcels: readonly Parcel[] }
  /** No store can fill it, or none of them all together; what the one that comes nearest lacks. */
  | { readonly kind: 'short'; readonly lines: readonly Shortage[] }

/** More sets of stores than this are not looked at one by one: the nearest that help most are taken then. */
const mostSets = 20_000

/**
 * Where a delivery comes from: the nearest store that has all of it; where the way is not known, the one that has most
 * of what is wanted, so that small stores are not emptied; of equals the one that was opened first. Only when no store
 * can fill it alone, the fewest parcels, and of those the shortest ways. What is counted together is also taken from
 * where it was counted (medusa #14987, #15132).
 */
export function routeDelivery(
  wanted: readonly Wanted[],
  senders: readonly Sender[],
  levels: readonly Level[],
): DeliveryRoute {
  const offers = senders.map(sender => new Offer(sender, wanted, levels)).toSorted(byWayThenStock)
  const whole = offers.find(offer => offer.fillsAll)
  if (whole !== undefined) {
    return { kind: 'parcels', parcels: [{ ...whole.sender, lines: wanted }] }
  }
  const helpful = offers.filter(offer => offer.units > 0)
  const chosen = canFill(helpful, wanted) ? fewest(helpful, wanted) : null
  if (chosen === null) return { kind: 'short', lines: shortOf(offers, wanted) }
  return { kind: 'parcels', parcels: share(chosen, wanted) }
}

/** What one store could give. */
class Offer {
  readonly sender: Sender
  readonly lines: readonly Shortage[]
  readonly #available: ReadonlyMap<string, number>
  /** Of all that is wanted, so many the store has, and so many it could give. */
  readonly stock: number
  readonly units: number

  constructor(sender: Sender, wanted: readonly Wanted[], levels: readonly Level[]) {
    this.sender = { storeId: sender.storeId, distanceMetres: sender.distanceMetres }
    this.lines = wanted.map(line => ({
      ...line,
      available:
        levels.find(({ storeId, variantId }) => storeId === sender.storeId && variantId === line.variantId)
          ?.available ?? 0,
    }))
    this.#available = new Map(this.lines.map(({ variantId, available }) => [variantId, available]))
    this.stock = sum(this.lines.map(({ available }) => available))
    this.units = sum(this.lines.map(({ available, quantity }) => Math.max(0, Math.min(available, quantity))))
  }

  get fillsAll(): boolean {
    return this.lines.every(({ available, quantity }) => available >= quantity)
  }

  availableOf(variantId: string): number {
    return this.#available.get(variantId) ?? 0
  }
}

function byWayThenStock(a: Offer, b: Offer): number {
  const way =
    (a.sender.distanceMetres ?? Number.POSITIVE_INFINITY) -
    (b.sender.distanceMetres ?? Number.POSITIVE_INFINITY)
  return (
    // Two unknown ways differ by NaN.
    (Number.isNaN(way) ? 0 : way) || b.stock - a.stock || (a.sender.storeId < b.sender.storeId ? -1 : 1)
  )
}

function canFill(offers: readonly Offer[], wanted: readonly Wanted[]): boolean {
  return wanted.every(
    ({ variantId, quantity }) =>
      sum(offers.map(offer => Math.max(0, offer.availableOf(variantId)))) >= quantity,
  )
}

/** The smallest set of stores that fills it together; `offers` are in the order of preference, and so are sets. */
function fewest(offers: readonly Offer[], wanted: readonly Wanted[]): readonly Offer[] | null {
  let looked = 0
  for (let size = 2; size <= offers.length; size++) {
    let best: { readonly offers: readonly Offer[]; readonly way: number } | null = null
    for (const set of combinations(offers, size)) {
      if (++looked > mostSets) return best?.offers ?? greedy(offers, wanted)
      if (!canFill(set, wanted)) continue
      const way = sum(set.map(({ sender }) => sender.distanceMetres ?? 0))
      if (best === null || way < best.way) best = { offers: set, way }
    }
    if (best !== null) return best.offers
  }
  return null
}

/** For very many stores: each time the one that gives most of what is still missing, and of equals the nearest. */
function greedy(offers: readonly Offer[], wanted: readonly Wanted[]): readonly Offer[] {
  const chosen: Offer[] = []
  let missing = wanted
  while (missing.length > 0) {
    const helps = (offer: Offer) =>
      sum(
        missing.map(({ variantId, quantity }) =>
          Math.max(0, Math.min(quantity, offer.availableOf(variantId))),
        ),
      )
    const [next] = offers
      .filter(offer => !chosen.includes(offer))
      .toSorted((a, b) => helps(b) - helps(a) || byWayThenStock(a, b))
    if (next === undefined || helps(next) === 0) throw new Error('stores that fill an order do not fill it')
    chosen.push(next)
    missing = missing
      .map(line => ({ ...line, quantity: line.quantity - Math.max(0, next.availableOf(line.variantId)) }))
      .filter(({ quantity }) => quantity > 0)
  }
  return chosen.toSorted(byWayThenStock)
}

/** Each store gives what it has, the nearest first, until there is enough. */
function share(chosen: readonly Offer[], wanted: readonly Wanted[]): Parcel[] {
  const missing = new Map(wanted.map(({ variantId, quantity }) => [variantId, quantity]))
  return chosen
    .map(offer => {
      const lines = wanted.flatMap(({ variantId }) => {
        const rest = missing.get(variantId) ?? 0
        const quantity = Math.min(rest, Math.max(0, offer.availableOf(variantId)))
        missing.set(variantId, rest - quantity)
        return quantity > 0 ? [{ variantId, quantity }] : []
      })
      return { ...offer.sender, lines }
    })
    .filter(({ lines }) => lines.length > 0)
}

/** What the store lacks that lacks the fewest lines, then the fewest units. */
function shortOf(offers: readonly Offer[], wanted: readonly Wanted[]): readonly Shortage[] {
  const [nearest] = offers
    .map(offer => {
      const short = offer.lines.filter(({ available, quantity }) => available < quantity)
      return { short, missing: sum(short.map(({ available, quantity }) => quantity - available)), offer }
    })
    .toSorted(
      (a, b) => a.short.length - b.short.length || a.missing - b.missing || byWayThenStock(a.offer, b.offer),
    )
  return nearest?.short ?? wanted.map(line => ({ ...line, available: 0 }))
}

function* combinations<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield []
    return
  }
  for (const [index, item] of items.entries()) {
    for (const rest of combinations(items.slice(index + 1), size - 1)) yield [item, ...rest]
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
