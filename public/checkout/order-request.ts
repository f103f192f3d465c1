import type { Position } from './store-choice.ts'

export type FulfilmentKind = 'pickup' | 'delivery' | 'visit'

export type OrderLineRequest = { readonly variantId: string; readonly quantity: number }

export type FulfilmentRequest =
  | { readonly kind: 'pickup'; readonly storeId: string }
  | {
      readonly kind: 'delivery'
      readonly address: string
      readonly position?: Position
      /** The buyer agreed to several parcels. */
      readonly split?: true
    }
  | { readonly kind: 'visit'; readonly storeId: string; readonly slotStartsAt: string }

/** As `POST /api/v1/orders` takes it; the preview takes the first three. */
export type OrderRequest = {
  readonly roomSlug?: string
  readonly lines: readonly OrderLineRequest[]
  readonly fulfilment: FulfilmentRequest
  readonly contact: { readonly name: string; readonly phone: string }
  readonly payment: { readonly method: 'pay-at-pickup' | 'cash-on-delivery' }
  readonly note?: string
  /** What the buyer was shown, in minor units: dearer or cheaper, the server asks again. */
  readonly expectedTotal?: number
}

type Chosen = {
  readonly kind: FulfilmentKind
  readonly storeId: string | null
  readonly slotStartsAt: string | null
  readonly address: string
  readonly position: Position | null
  readonly split: boolean
}

// The server's own lower bound.
const shortestAddress = 3

/** null while something is not chosen yet. */
export function fulfilmentOf(chosen: Chosen): FulfilmentRequest | null {
  const { kind, storeId, slotStartsAt, position } = chosen
  if (kind === 'delivery') {
    const address = chosen.address.trim()
    if (address.length < shortestAddress) return null
    return { kind, address, ...(position && { position }), ...(chosen.split && { split: true }) }
  }
  if (storeId === null) return null
  if (kind === 'pickup') return { kind, storeId }
  return slotStartsAt === null ? null : { kind, storeId, slotStartsAt }
}

export function paymentFor(kind: FulfilmentKind): OrderRequest['payment'] {
  return { method: kind === 'delivery' ? 'cash-on-delivery' : 'pay-at-pickup' }
}
