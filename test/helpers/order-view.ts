import type { OrderView } from '../../src/wire.ts'

/** An order to be collected, as the API shows it. */
export function orderView(changes: Partial<OrderView> = {}): OrderView {
  const price = { amount: 1990, currency: 'CNY' }
  const store = {
    id: 'store-1',
    name: 'Jing’an',
    address: '1266 Nanjing Road West',
    phone: null,
    latitude: null,
    longitude: null,
    pickup: 'local' as const,
    opens: '10:00',
    closes: '22:00',
  }
  return {
    id: 'order-1',
    number: '2411-0042',
    state: 'placed',
    channel: 'live',
    captured: { amount: 0, currency: 'CNY' },
    refunded: { amount: 0, currency: 'CNY' },
    total: { amount: 3980, currency: 'CNY' },
    lines: [
      {
        variantId: 'variant-1',
        productId: 'product-1',
        sku: 'CUP',
        title: 'Cup',
        variantTitle: '',
        imageUrl: null,
        quantity: 2,
        unitPrice: price,
        total: { amount: 3980, currency: 'CNY' },
        returned: 0,
        dropped: 0,
        returnableUntil: null,
        returnException: null,
        stockPolicy: 'hold',
      },
    ],
    fulfilment: { kind: 'pickup', store },
    fulfilments: [],
    tenders: [],
    refunds: [],
    note: null,
    paidAt: null,
    doneAt: null,
    steps: ['pay', 'ready', 'collect', 'cancel'],
    contact: { name: '王小姐', phone: '+86 138-0013-8041' },
    payment: { method: 'pay-at-pickup' },
    roomSlug: 'tea',
    placedAt: '2026-11-22T08:00:00.000Z',
    ...changes,
  }
}
