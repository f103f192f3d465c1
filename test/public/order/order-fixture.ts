import type { FulfilmentView, OrderLineView, OrderView, StoreView } from '../../../src/wire.ts'

const store: StoreView = {
  id: 's',
  name: '湖滨店',
  address: '东坡路 7 号',
  phone: null,
  latitude: null,
  longitude: null,
  pickup: 'local',
  opens: '10:00',
  closes: '22:00',
}

const cny = (amount: number) => ({ amount, currency: 'CNY' })

export function orderLine(variantId: string, quantity: number): OrderLineView {
  return {
    variantId,
    productId: variantId,
    sku: variantId,
    title: variantId,
    variantTitle: '',
    imageUrl: null,
    quantity,
    unitPrice: cny(1000),
    total: cny(1000 * quantity),
    returned: 0,
    dropped: 0,
    returnableUntil: null,
    returnException: null,
    stockPolicy: 'hold',
  }
}

type Change = Partial<Omit<OrderView, 'fulfilment'>> & {
  readonly kind?: FulfilmentView['kind']
  readonly fulfilment?: Partial<FulfilmentView>
}

export function order({ kind = 'pickup', fulfilment, ...change }: Change = {}): OrderView {
  const lines = change.lines ?? [orderLine('v', 1)]
  return {
    id: 'o',
    number: '2611-0001',
    state: 'placed',
    channel: 'live',
    total: cny(1000),
    captured: cny(0),
    refunded: cny(0),
    lines,
    fulfilment: kind === 'delivery' ? { kind, store, address: '断桥 1 号' } : { kind, store },
    fulfilments: [
      {
        id: 'f',
        kind,
        state: 'waiting',
        store,
        lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
        slot: null,
        carrier: null,
        trackingNumber: null,
        readyAt: null,
        shippedAt: null,
        doneAt: null,
        ...fulfilment,
      },
    ],
    tenders: [],
    refunds: [],
    contact: { name: '王小明', phone: '13800001234' },
    note: null,
    payment: { method: 'pay-at-pickup' },
    roomSlug: 'tea',
    placedAt: '2026-11-22T06:00:00.000Z',
    paidAt: null,
    doneAt: null,
    steps: [],
    ...change,
  }
}
