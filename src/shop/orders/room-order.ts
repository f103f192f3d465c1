import type { OrderView } from '../../wire.ts'

/** As who hosts a room may see it, on a screen that is perhaps streamed: not how to reach the buyer. */
export function roomOrder({ pickupCode: _code, ...order }: OrderView): OrderView {
  const { contact, fulfilment, fulfilments } = order
  return {
    ...order,
    contact: contact && { ...contact, phone: '' },
    note: null,
    fulfilment: fulfilment.kind === 'delivery' ? { ...fulfilment, address: '' } : fulfilment,
    fulfilments: fulfilments.map(({ pickupCode: _hidden, ...part }) => part),
  }
}
