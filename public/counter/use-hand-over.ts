import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
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
  setPayments(payments: readonly Payment[]): void
  /** Hands over with what was chosen; false when it has to be said first how the rest is paid. */
  confirm(mustSay: boolean): boolean
  handOver(payments: readonly Payment[]): void
}

type Said = {
  readonly orderId: string
  readonly tender: Tender | null
  readonly payments: readonly Payment[]
}

/** How the order on the screen is paid when it is handed over. What was said of one order is forgotten with the next. */
export function useHandOver(till: TillOf): HandOverOf {
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
  return {
    order,
    rest,
    tender,
    payments,
    setTender: chosen => say({ tender: chosen }),
    setPayments: taken => say({ payments: taken }),
    confirm(mustSay) {
      if (state.phase !== 'order' || state.code === null) return true
      if (rest > 0 && (payments.length > 0 || (tender === null && mustSay))) return false
      void till.handOver(rest > 0 && tender !== null ? [{ method: tender, amount: rest }] : [])
      return true
    },
    handOver: taken => void till.handOver(taken),
  }
}
