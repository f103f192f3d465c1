import type { Money, OrderView, StoreView } from '../../../src/wire.ts'
import type { KeptSale } from '../outbox/kept-sale.ts'
import type { PayMethod } from '../pay/payment.ts'

/** What stands on a receipt, whether the server has answered or not. */
export type ReceiptData = {
  readonly store: Pick<StoreView, 'name' | 'address' | 'phone'>
  readonly till: string | null
  /** Null: not booked yet. */
  readonly number: string | null
  /** Of the sale; what can be told by phone when there is no number yet. */
  readonly reference: string
  /** RFC 3339. */
  readonly at: string
  readonly lines: readonly {
    readonly title: string
    readonly quantity: number
    readonly unitPrice: Money
    readonly total: Money
  }[]
  readonly total: Money
  readonly payments: readonly {
    readonly method: PayMethod | 'cash-on-delivery'
    readonly amount: Money
    readonly tendered: Money | null
  }[]
  /** The last day on which each line can be returned; null: not said. */
  readonly returnableUntil: string | null
  readonly exceptions: readonly { readonly title: string; readonly reason: string }[]
  /** What its QR says: the buyer's page, which the till reads too. */
  readonly link: string | null
}

const named = (title: string, variant: string) => (variant === '' ? title : `${title} ${variant}`)

export function receiptOfOrder(order: OrderView, till: string | null, site: string): ReceiptData {
  const days = order.lines.flatMap(({ returnableUntil }) => returnableUntil ?? []).sort()
  const token = order.accessToken === undefined ? '' : `#${order.accessToken}`
  return {
    store: order.fulfilment.store,
    till,
    number: order.number,
    reference: order.id,
    at: order.placedAt,
    lines: order.lines.map(line => ({ ...line, title: named(line.title, line.variantTitle) })),
    total: order.total,
    payments: order.tenders.filter(({ state }) => state === 'captured'),
    returnableUntil: days[0] ?? null,
    exceptions: order.lines.flatMap(({ title, variantTitle, returnException: reason }) =>
      reason === null ? [] : [{ title: named(title, variantTitle), reason }],
    ),
    link: `${site}/orders/${order.id}${token}`,
  }
}

export function receiptOfSale(
  sale: KeptSale,
  store: StoreView,
  till: string | null,
  site: string,
): ReceiptData {
  if (sale.state === 'sent') return receiptOfOrder(sale.order, till, site)
  const { currency } = sale.total
  return {
    store,
    till,
    number: null,
    reference: sale.key.slice(0, 8),
    at: sale.body.soldAt,
    lines: sale.basket.map(({ item, quantity }) => ({
      title: named(item.title, item.variantTitle),
      quantity,
      unitPrice: item.price,
      total: { amount: item.price.amount * quantity, currency },
    })),
    total: sale.total,
    payments: sale.body.tenders.map(({ method, amount, tendered }) => ({
      method,
      amount: { amount, currency },
      tendered: tendered === undefined ? null : { amount: tendered, currency },
    })),
    returnableUntil: null,
    exceptions: [],
    link: null,
  }
}
