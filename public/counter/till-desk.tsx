import { useCallback, useState } from 'preact/hooks'
import type { OrderView, StoreView, TillItemView } from '../../src/wire.ts'
import { problemText } from '../desk/problem-text.ts'
import { useCall } from '../desk/session.tsx'
import { deskWords } from '../desk/words.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { Spinner } from '../shared/states.tsx'
import { useToast } from '../shared/toast.tsx'
import { Camera } from './camera.tsx'
import { CodeForm } from './code-form.tsx'
import type { HeldTill } from './device/use-till-hold.ts'
import { enterMeans } from './enter.ts'
import { EntryTools } from './entry-tools.tsx'
import { usePageKeys } from './keys.ts'
import { OrderCard } from './order-card.tsx'
import { useOutbox } from './outbox/use-outbox.ts'
import { restOf } from './pay/payment.ts'
import { printReceipt } from './receipt/print.tsx'
import { receiptOfSale } from './receipt/receipt-data.ts'
import { Result } from './result.tsx'
import { refreshed, totalOf } from './sell/basket.ts'
import { Found } from './sell/found.tsx'
import type { GoodsBook } from './sell/goods-book.ts'
import { type Draft, useDrafts } from './sell/use-draft.ts'
import { useLines } from './sell/use-lines.ts'
import { useSale } from './sell/use-sale.ts'
import { sellWords } from './sell/words.ts'
import { useShift } from './shift/use-shift.ts'
import { StatusBar } from './status-bar.tsx'
import { TillBody } from './till-body.tsx'
import { type DialogName, TillDialogs } from './till-dialogs.tsx'
import { useEntry } from './use-entry.ts'
import { forgetTaken, useHandOver } from './use-hand-over.ts'
import { useStoreOrders } from './use-store-orders.ts'
import { useTill } from './use-till.ts'
import { type View, Views } from './views.tsx'

type Props = {
  readonly store: StoreView
  readonly held: HeldTill
  readonly book: GoodsBook
  readonly draft: Draft
  readonly parked: readonly Draft[]
}

type Finding = { readonly items: readonly TillItemView[]; readonly quantity: number; readonly index: number }

/** The counter of one store: one entry for everything, and what it brings up below. */
export function TillDesk({ store, held, book, draft: firstDraft, parked: firstParked }: Props) {
  const say = useWords(sellWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const { toast, show } = useToast()
  const [view, setView] = useState<View>('sell')
  const [dialog, setDialog] = useState<DialogName | null>(firstDraft.payments.length > 0 ? 'pay' : null)
  const [camera, setCamera] = useState(false)
  const [finding, setFinding] = useState<Finding | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [returning, setReturning] = useState<OrderView | null>(null)
  const closeCamera = useCallback(() => setCamera(false), [])

  const shifts = useShift(store.id)
  const { shift } = shifts
  const { outbox, sales } = useOutbox(held)
  const drafts = useDrafts(held.kept, store.id, firstDraft, firstParked)
  const { basket } = drafts.draft
  const total = totalOf(basket)
  const orders = useStoreOrders(store.id, useCall())
  const till = useTill(store.id, shift?.id ?? null, outcome => {
    orders.reload()
    if (outcome.kind === 'collected') forgetTaken(held.kept, outcome.order.id)
  })
  const { state } = till
  const hand = useHandOver(till, held.kept)
  const { order } = hand
  const lines = useLines(drafts)
  const sale = useSale({
    ...{ storeId: store.id, shiftId: shift?.id ?? null, drafts, outbox, sales, book },
    shown: view === 'sell',
    failed: () => show(sayDesk('serverError'), 'bad'),
    cameBack(detail) {
      setDialog(null)
      setView('sell')
      setNotice(say('refusedBack', { detail }))
    },
  })
  const waiting = sales.filter(each => each.state === 'waiting').length
  const refused = sales.filter(each => each.state === 'refused').length

  const clear = () => {
    setFinding(null)
    setMissing(null)
    if (state.phase !== 'busy') till.clear()
  }
  const go = (next: View) => {
    setView(next)
    clear()
  }
  const put = (item: TillItemView, quantity: number) => {
    go('sell')
    setNotice(null)
    sale.forget()
    lines.add(item, quantity)
  }
  const openOrder = async (id: string) => {
    setFinding(null)
    setMissing(null)
    const other = await till.open(id)
    if (!other) return
    setReturning(other)
    setView('returns')
  }
  const entry = useEntry({
    book,
    item: put,
    items(items, quantity) {
      setMissing(null)
      setFinding({ items, quantity, index: 0 })
    },
    refreshed(items) {
      const before = basket
      drafts.refresh(now => refreshed(now, items))
      for (const item of items) {
        const line = before.find(each => each.item.variantId === item.variantId)
        if (line && line.item.price.amount !== item.price.amount) {
          show(say('priceNow', { title: item.title, price: formatMoney(item.price, language) }))
        }
      }
    },
    order: openOrder,
    async pickupCode(code) {
      setMissing(null)
      await till.lookup(code)
    },
    nothing(text) {
      setFinding(null)
      setMissing(text)
    },
    failed: problem => show(problemText(problem, sayDesk), 'bad'),
  })

  const confirmOrder = () => {
    if (!hand.confirm(shift !== null)) setDialog('pay-order')
  }
  const pay = () => {
    if (total === null || !shift) return
    if (total.amount === 0) void sale.finish([])
    else setDialog('pay')
  }
  const choose = (item: TillItemView | undefined) => {
    if (item) put(item, finding?.quantity ?? 1)
  }
  const selling = view === 'sell' && state.phase === 'ready'
  const enter = (text: string) => {
    if (finding && text.trim() === '') return choose(finding.items[finding.index])
    const onBasket = selling && total !== null
    const shownFor = state.phase === 'order' ? performance.now() - state.shownAt : lines.unchangedFor()
    const meaning = enterMeans(text, onBasket ? 'basket' : state.phase, shownFor)
    if (meaning === 'lookup') entry.enter(text)
    else if (meaning === 'hand-over') confirmOrder()
    else if (meaning === 'pay') pay()
    else if (state.phase === 'result') state.retry?.()
  }
  const step = (by: number) => {
    if (!finding) return selling && lines.step(by)
    const { length } = finding.items
    setFinding({ ...finding, index: (finding.index + by + length) % length })
    return true
  }
  const park = () => {
    if (basket.length === 0) return setDialog('parked')
    drafts.park()
    show(say('parkedDone'))
  }
  const printLast = () => {
    const last = sale.sold ?? sales.at(-1)
    if (last) void printReceipt(receiptOfSale(last, store, shift?.till ?? null, location.origin), language)
  }
  const back = () => {
    if (finding || missing) clear()
    else if (state.phase === 'order' || state.phase === 'result') till.clear()
    else go('sell')
  }
  const does = (work: () => unknown) => () => {
    work()
    return true
  }
  usePageKeys({
    F2: does(() => go('sell')),
    F3: does(() => go('orders')),
    F4: does(() => go('returns')),
    F8: does(() => go('shift')),
    F9: does(() => (order ? setDialog('pay-order') : pay())),
    F7: does(park),
    F6: does(() => setDialog('outbox')),
    F10: does(printLast),
    F1: does(() => setDialog('help')),
    '?': does(() => setDialog('help')),
    '？': does(() => setDialog('help')),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    '+': () => selling && lines.alter(1),
    '-': () => selling && lines.alter(-1),
    Delete: () => selling && lines.alter(-(lines.current?.quantity ?? 0)),
    'Control+z': () => selling && lines.undo(),
    Escape: does(back),
  })

  return (
    <div class="till">
      <Views
        view={view}
        onView={go}
        waiting={orders.resource.state === 'ready' ? orders.resource.value : []}
        storeId={store.id}
      />
      <StatusBar
        waiting={waiting}
        refused={refused}
        lasting={held.kept.lasting}
        shift={shift}
        onOpen={() => setDialog('outbox')}
        onShift={() => go('shift')}
      />
      <CodeForm
        busy={entry.busy}
        activeId={finding ? `found-${finding.index}` : null}
        onEnter={enter}
        onText={() => finding && setFinding(null)}
      >
        <EntryTools
          quantity={entry.quantity}
          camera={camera}
          onCamera={() => setCamera(!camera)}
          onHelp={() => setDialog('help')}
        />
      </CodeForm>
      {finding && <Found items={finding.items} index={finding.index} onChoose={choose} />}
      {missing !== null && (
        <div class="callout" role="alert" data-testid="not-found">
          <strong>{say('notFound', { text: missing })}</strong>
          <p class="small">{say(book.unanswered ? 'notFoundAlone' : 'notFoundText')}</p>
        </div>
      )}
      {camera && (
        <Camera
          paused={state.phase === 'order' || state.phase === 'busy' || dialog !== null}
          onCode={entry.enter}
          onClose={closeCamera}
        />
      )}
      {state.phase === 'busy' && !order && (
        <div class="till-wait">
          <Spinner label={say('find')} />
        </div>
      )}
      {order && (
        <OrderCard
          order={order}
          scanned={state.phase !== 'order' || state.scanned}
          possible={state.phase !== 'order' || state.code !== null}
          busy={state.phase === 'busy'}
          inShift={shift !== null}
          tender={hand.tender}
          taken={hand.rest - restOf(hand.rest, hand.payments)}
          onTender={hand.setTender}
          onPay={() => setDialog('pay-order')}
          onHandOver={confirmOrder}
          onClear={till.clear}
        />
      )}
      {state.phase === 'result' && <Result outcome={state.outcome} retry={state.retry} />}
      {state.phase === 'ready' && (
        <TillBody
          {...{ view, store, shifts, orders, returning, sales, drafts, lines, notice }}
          sold={sale.sold}
          onReturn={setReturning}
          onOpen={id => void openOrder(id)}
          onCode={entry.enter}
          onPay={pay}
          onPark={park}
          say={show}
        />
      )}
      <TillDialogs
        {...{ store, shift, drafts, sale, hand, outbox, sales }}
        name={dialog}
        onTakenUp={() => {
          sale.forget()
          setDialog(null)
          setView('sell')
        }}
        onClose={() => setDialog(null)}
      />
      {toast}
    </div>
  )
}
