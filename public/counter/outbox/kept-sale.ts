import type { Money, OrderView } from '../../../src/wire.ts'
import type { Payment } from '../pay/payment.ts'
import type { Basket } from '../sell/basket.ts'

/** The body of `POST /api/v1/sales`. */
export type SaleBody = {
  readonly storeId: string
  readonly shiftId: string
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly tenders: readonly Payment[]
  readonly soldAt: string
  /** An id of the staff: who sold it, whoever is signed in when it is sent. Older builds of this page did not say. */
  readonly soldBy?: string
}

/** What the server said no with; the part of an `ApiProblem` that can be kept. */
export type SaleRefusal = {
  readonly type: string
  readonly detail: string
  readonly members: Readonly<Record<string, unknown>>
}

/** A sale that went over the counter, kept until its fate is known, and as long as its receipt may be asked for. */
export type KeptSale = {
  /** Its idempotency key: the same in every try. */
  readonly key: string
  readonly body: SaleBody
  /** For a receipt before, or without, the server's answer; and to take it up again. */
  readonly basket: Basket
  readonly total: Money
  /** What people call who sold it. */
  readonly seller?: string
} & (
  | { readonly state: 'waiting'; readonly tries: number }
  | { readonly state: 'sent'; readonly order: OrderView }
  /** Somebody has to settle it: it is never dropped by itself. */
  | { readonly state: 'refused'; readonly refusal: SaleRefusal; readonly tries: number }
)

export function isKeptSale(value: unknown): value is KeptSale {
  if (typeof value !== 'object' || value === null) return false
  const state = Reflect.get(value, 'state')
  return (
    typeof Reflect.get(value, 'key') === 'string' &&
    typeof Reflect.get(value, 'body') === 'object' &&
    Array.isArray(Reflect.get(value, 'basket')) &&
    (state === 'waiting' || state === 'sent' || state === 'refused')
  )
}
