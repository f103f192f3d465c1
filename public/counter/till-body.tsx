import type { OrderView, StoreView } from '../../src/wire.ts'
import type { Loading } from '../desk/use-resource.ts'
import { useWords } from '../shared/language.tsx'
import { OrderLists } from './order-lists.tsx'
import type { KeptSale } from './outbox/kept-sale.ts'
import { ReturnDesk } from './returns/return-desk.tsx'
import { SellView } from './sell/sell-view.tsx'
import type { Drafts } from './sell/use-draft.ts'
import type { LinesOf } from './sell/use-lines.ts'
import { sellWords } from './sell/words.ts'
import { OpenShift } from './shift/open-shift.tsx'
import { ShiftDesk } from './shift/shift-desk.tsx'
import type { ShiftOf } from './shift/use-shift.ts'
import type { View } from './views.tsx'

type Props = {
  readonly view: View
  readonly store: StoreView
  readonly shifts: ShiftOf
  readonly orders: Loading<readonly OrderView[]>
  /** What goods come back from. */
  readonly returning: OrderView | null
  readonly sales: readonly KeptSale[]
  readonly drafts: Drafts
  readonly lines: LinesOf
  readonly sold: KeptSale | null
  readonly notice: string | null
  onReturn(order: OrderView | null): void
  onOpen(orderId: string): void
  onCode(code: string): void
  onPay(): void
  onPark(): void
  say(text: string, kind?: 'bad'): void
}

/** What is below the entry while no order is looked at. */
export function TillBody(props: Props) {
  const { view, store, shifts, orders, returning, sales, drafts, lines, say: show } = props
  const say = useWords(sellWords)
  const { shift } = shifts
  switch (view) {
    case 'orders':
      return (
        <OrderLists
          storeId={store.id}
          orders={orders}
          onOpen={order => props.onOpen(order.id)}
          onCode={props.onCode}
          say={show}
        />
      )
    case 'returns':
      return <ReturnDesk store={store} shift={shift} order={returning} onOrder={props.onReturn} say={show} />
    case 'shift':
      return (
        <ShiftDesk
          store={store}
          shifts={shifts}
          waiting={sales.filter(({ state }) => state === 'waiting').length}
          refused={sales.filter(({ state }) => state === 'refused').length}
          say={show}
        />
      )
    default:
      return (
        <>
          {!shift && (
            <>
              <p class="callout" data-testid="need-shift">
                {say('needShift')}
              </p>
              <OpenShift store={store} shifts={shifts} />
            </>
          )}
          {(shift || drafts.draft.basket.length > 0 || drafts.draft.payments.length > 0) && (
            <SellView
              store={store}
              shift={shift}
              drafts={drafts}
              sold={props.sold}
              notice={props.notice}
              lines={lines}
              onPay={props.onPay}
              onPark={props.onPark}
            />
          )}
        </>
      )
  }
}
