/** How a customer can have paid at the counter. */
export const tenders = ['cash', 'card', 'wechat-pay', 'alipay'] as const
export type Tender = (typeof tenders)[number]

/** What the customer said when ordering; null for "at the counter, somehow". */
export function expectedTender(paymentMethod: string): Tender | null {
  return tenders.find(tender => tender === paymentMethod) ?? null
}
