import { useEffect, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import type { Kept } from './device/kept.ts'
import type { Payment } from './pay/payment.ts'
import { expectedTender, type Tender } from './tender.ts'
import type { TillOf } from './use-till.ts'

export type HandOverOf = {
  /** The order on the screen. */
  readonly order: OrderView | null
  /** Still to be paid; minor units. */
  readonly rest: number
  readonly tender: Tender | null
  readonly payments: readonly Payment[]
  setTender(tender: Tender): void
  /** On the device when it resolves. */
  setPayments(payments: readonly Payment[]): Promise<void>
  /** Hands over with what was chosen; false when it has to be said first how the rest is paid. */
  confirm(mustSay: boolean): boolean
  handOver(payments: readonly Payment[]): Promise<void>
}

/** What was taken for an order that has not been handed over yet. */
function takenKey(orderId: string): string {
  return `taken:${orderId}`
}

export function forgetTaken(device: Kept, orderId: string): void {
  device.write({ [takenKey(orderId)]: undefined }).catch(() => {})
}

type Said = {
  readonly orderId: string
  readonly tender: Tender | null
  readonly payments: readonly Payment[]
}

/**
 * How the order on the screen is paid when it is handed over. The tender that was chosen is forgotten with the next order;
 * what was taken stays on the device until the order is handed over.
 */
export function useHandOver(till: TillOf, device: Kept): HandOverOf {
  const { state } = till
  const [said, setSaid] = useState<Said | null>(null)
  const order = state.phase === 'order' || state.phase === 'busy' ? state.order : null
  const own = said?.orderId === order?.id ? said : null
  const rest = order ? order.total.amount - order.captured.amount : 0
  const tender = own?.tender ?? (order && expectedTender(order.payment.method))
  const payments = own?.payments ?? []
  const say = (more: Partial<Said>) => {
    if (order) setSaid({ orderId: order.id, tender, payments, ...more })
  }
  const orderId = order?.id ?? null
  useEffect(() => {
    if (orderId === null) return
    device.read(takenKey(orderId)).then(
      taken => {
        if (Array.isArray(taken))
          setSaid(now => (now?.orderId === orderId ? now : { orderId, tender: null, payments: taken }))
      },
      () => {},
    )
  }, [device, orderId])
  const keep = async (taken: readonly Payment[]) => {
    if (orderId !== null) await device.write({ [takenKey(orderId)]: taken.length === 0 ? undefined : taken })
  }
  const handOver = async (taken: readonly Payment[]) => {
    // Written down before it is sent; if it cannot be, the server still can.
    await keep(taken).catch(() => {})
    await till.handOver(taken)
  }
  return {
    order,
    rest,
    tender,
    payments,
    setTender: chosen => say({ tender: chosen }),
    async setPayments(taken) {
      await keep(taken)
      say({ payments: taken })
    },
    confirm(mustSay) {
      if (state.phase !== 'order' || state.code === null) return true
      if (rest > 0 && (payments.length > 0 || (tender === null && mustSay))) return false
      void handOver(rest > 0 && tender !== null ? [{ method: tender, amount: rest }] : [])
      return true
    },
    handOver,
  }
}
