import type { FulfilmentKind, TenderMethod } from '../../wire.ts'

type OrderPayment = {
  readonly kinds: readonly FulfilmentKind[]
  /** `before`: by a payment company, before the goods are put aside or sent. */
  readonly when: 'before' | 'hand-over'
  /** What is noted when nobody says how it was paid in the end. */
  readonly tender: TenderMethod
}

const inStore = ['pickup', 'visit'] as const
const anyPlace = ['pickup', 'visit', 'delivery'] as const

/** How a buyer can say that an order will be paid. */
export const orderPayments = {
  'pay-at-pickup': { kinds: inStore, when: 'hand-over', tender: 'other' },
  'cash-on-delivery': { kinds: ['delivery'], when: 'hand-over', tender: 'cash-on-delivery' },
  cash: { kinds: anyPlace, when: 'hand-over', tender: 'cash' },
  card: { kinds: anyPlace, when: 'hand-over', tender: 'card' },
  'wechat-pay': { kinds: anyPlace, when: 'before', tender: 'wechat-pay' },
  alipay: { kinds: anyPlace, when: 'before', tender: 'alipay' },
} as const satisfies Record<string, OrderPayment>

export type OrderPaymentName = keyof typeof orderPayments

export const orderPaymentNames = [
  'pay-at-pickup',
  'cash-on-delivery',
  'cash',
  'card',
  'wechat-pay',
  'alipay',
] as const satisfies readonly OrderPaymentName[]

/** null for what is not ordered by, such as the sale over a counter. */
export function orderPayment(method: string): OrderPayment | null {
  const name = orderPaymentNames.find(name => name === method)
  return name === undefined ? null : orderPayments[name]
}

/** Whether the goods may be put aside or sent before they are paid. */
export function isPaidAtHandOver(method: string): boolean {
  return orderPayment(method)?.when !== 'before'
}
