export type Shortage = { readonly variantId: string; readonly available: number }

export type Parcel = {
  readonly store: { readonly id: string; readonly name: string }
  readonly distanceMetres: number | null
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
}

/** Of an `out-of-stock` or `not-sold` refusal: what cannot be had, and what is left of it. */
export function shortagesOf(members: Readonly<Record<string, unknown>>): readonly Shortage[] {
  const { lines } = members
  return list(lines).flatMap(line => {
    const { variantId, available } = fields(line)
    if (typeof variantId !== 'string') return []
    return [{ variantId, available: typeof available === 'number' ? Math.max(0, available) : 0 }]
  })
}

/** Of a `split-needed` refusal. */
export function parcelsOf(members: Readonly<Record<string, unknown>>): readonly Parcel[] {
  return list(members.parcels).flatMap(parcel => {
    const { store, lines, distanceMetres } = fields(parcel)
    const { id, name } = fields(store)
    if (typeof id !== 'string' || typeof name !== 'string') return []
    return [
      {
        store: { id, name },
        distanceMetres: typeof distanceMetres === 'number' ? distanceMetres : null,
        lines: list(lines).flatMap(line => {
          const { variantId, quantity } = fields(line)
          return typeof variantId === 'string' && typeof quantity === 'number'
            ? [{ variantId, quantity }]
            : []
        }),
      },
    ]
  })
}

/** Of a `price-changed` refusal: the total now, in minor units; null when it does not say. */
export function newTotalOf(members: Readonly<Record<string, unknown>>): number | null {
  const { total } = members
  if (typeof total === 'number') return total
  const { amount } = fields(total)
  return typeof amount === 'number' ? amount : null
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** Why an order is not placed, or would not be. */
export type Refusal = {
  readonly status: number
  /** For example `out-of-stock`. */
  readonly type: string
  readonly detail: string
  readonly members: Readonly<Record<string, unknown>>
}

/** Of what a preview says beforehand. */
export function refusalOf(
  problem:
    | ({ readonly type: string; readonly detail: string } & Readonly<Record<string, unknown>>)
    | undefined,
): Refusal | null {
  if (!problem) return null
  const { type, detail } = problem
  return { status: 409, type: type.split('/').at(-1) ?? type, detail, members: problem }
}

/** What the server would refuse these lines with; null if they are none. */
export function unsoldRefusal(variantIds: readonly string[]): Refusal | null {
  if (variantIds.length === 0) return null
  const lines = variantIds.map(variantId => ({ variantId }))
  return { status: 409, type: 'not-sold', detail: '', members: { lines } }
}
