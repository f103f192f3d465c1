import type { ShiftView, StoreView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { HelpSheet } from './help-sheet.tsx'
import type { KeptSale } from './outbox/kept-sale.ts'
import type { Outbox } from './outbox/outbox.ts'
import { OutboxSheet } from './outbox/outbox-sheet.tsx'
import { PaySheet } from './pay/pay-sheet.tsx'
import { payWords } from './pay/words.ts'
import { totalOf } from './sell/basket.ts'
import { ParkedSheet } from './sell/parked-sheet.tsx'
import type { Drafts } from './sell/use-draft.ts'
import type { SaleOf } from './sell/use-sale.ts'
import type { HandOverOf } from './use-hand-over.ts'

export type DialogName = 'pay' | 'pay-order' | 'parked' | 'outbox' | 'help'

type Props = {
  readonly name: DialogName | null
  readonly store: StoreView
  readonly shift: ShiftView | null
  readonly drafts: Drafts
  readonly sale: SaleOf
  readonly hand: HandOverOf
  readonly outbox: Outbox
  readonly sales: readonly KeptSale[]
  onTakenUp(): void
  onClose(): void
}

/** What lies over the counter's page, one at a time. */
export function TillDialogs(props: Props) {
  const { name, store, shift, drafts, sale, hand, outbox, sales, onClose } = props
  const say = useWords(payWords)
  const total = totalOf(drafts.draft.basket)
  if (name === 'pay' && total && shift)
    return (
      <PaySheet
        title={say('payTitle')}
        total={total}
        payments={drafts.draft.payments}
        onPayments={drafts.pay}
        onDone={payments => {
          onClose()
          void sale.finish(payments)
        }}
        onClose={onClose}
      />
    )
  if (name === 'pay-order' && hand.order && hand.rest > 0)
    return (
      <PaySheet
        title={say('payTitle')}
        total={{ ...hand.order.total, amount: hand.rest }}
        payments={hand.payments}
        onPayments={hand.setPayments}
        onDone={payments => {
          onClose()
          void hand.handOver(payments)
        }}
        onClose={onClose}
      />
    )
  if (name === 'parked')
    return (
      <ParkedSheet
        parked={drafts.parked}
        onClose={onClose}
        onTakeUp={id => {
          drafts.takeUp(id)
          props.onTakenUp()
        }}
      />
    )
  if (name === 'outbox')
    return (
      <OutboxSheet
        sales={sales}
        outbox={outbox}
        store={store}
        shift={shift}
        onTakeBack={sale.takeBack}
        onClose={onClose}
      />
    )
  return name === 'help' ? <HelpSheet onClose={onClose} /> : null
}
