import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
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
import type { Kept } from './device/kept.ts'
import { enterMeans } from './enter.ts'
import { EntryTools } from './entry-tools.tsx'
import { HelpSheet } from './help-sheet.tsx'
import { usePageKeys } from './keys.ts'
import { OrderCard } from './order-card.tsx'
import { OrderLists } from './order-lists.tsx'
import type { KeptSale } from './outbox/kept-sale.ts'
import { OutboxSheet } from './outbox/outbox-sheet.tsx'
import { useOutbox } from './outbox/use-outbox.ts'
import { PaySheet } from './pay/pay-sheet.tsx'
import type { Payment } from './pay/payment.ts'
import { payWords } from './pay/words.ts'
import { printReceipt } from './receipt/print.tsx'
import { receiptOfSale } from './receipt/receipt-data.ts'
import { Result } from './result.tsx'
import { ReturnDesk } from './returns/return-desk.tsx'
import { add, refreshed, setQuantity, shortened, totalOf } from './sell/basket.ts'
import { Found } from './sell/found.tsx'
import type { GoodsBook } from './sell/goods-book.ts'
import { ParkedSheet } from './sell/parked-sheet.tsx'
import { SellView } from './sell/sell-view.tsx'
import { shortLines } from './sell/short-lines.ts'
import { type Draft, draftKey, newDraft, useDrafts } from './sell/use-draft.ts'
import { sellWords } from './sell/words.ts'
import { OpenShift } from './shift/open-shift.tsx'
import { ShiftDesk } from './shift/shift-desk.tsx'
import { useShift } from './shift/use-shift.ts'
import { StatusBar } from './status-bar.tsx'
import { expectedTender, type Tender } from './tender.ts'
import { useEntry } from './use-entry.ts'
import { useStoreOrders } from './use-store-orders.ts'
import { useTill } from './use-till.ts'
import { type View, Views } from './views.tsx'

type Props = {
  readonly store: StoreView
  readonly kept: Kept
  readonly book: GoodsBook
  readonly draft: Draft
  readonly parked: readonly Draft[]
}

type Finding = { readonly items: readonly TillItemView[]; readonly quantity: number; readonly index: number }

/** The counter of one store: one entry for everything, and what it brings up below. */
export function TillDesk({ store, kept, book, draft: firstDraft, parked: firstParked }: Props) {
  const say = useWords(sellWords)
  const sayPay = useWords(payWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const { toast, show } = useToast()
  const [view, setView] = useState<View>('sell')
  const [dialog, setDialog] = useState<'pay' | 'pay-order' | 'parked' | 'outbox' | 'help' | null>(
    firstDraft.payments.length > 0 ? 'pay' : null,
  )
  const [camera, setCamera] = useState(false)
  const [finding, setFinding] = useState<Finding | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [soldKey, setSoldKey] = useState<string | null>(null)
  const [returning, setReturning] = useState<OrderView | null>(null)
  const changedAt = useRef(0)
  const closeCamera = useCallback(() => setCamera(false), [])

  const shifts = useShift(store.id)
  const { shift } = shifts
  const { outbox, sales } = useOutbox(kept)
  const drafts = useDrafts(kept, store.id, firstDraft, firstParked)
  const { basket, payments } = drafts.draft
  const total = totalOf(basket)
  const orders = useStoreOrders(store.id, useCall())
  const till = useTill(store.id, shift?.id ?? null, orders.reload)
  const { state } = till
  const order = state.phase === 'order' || state.phase === 'busy' ? state.order : null
  const [paid, setPaid] = useState<{ readonly orderId: string; readonly tender: Tender } | null>(null)
  const tender = order && (paid?.orderId === order.id ? paid.tender : expectedTender(order.payment.method))
  const [orderPayments, setOrderPayments] = useState<readonly Payment[]>([])

  const waiting = sales.filter(each => each.state === 'waiting').length
  const refused = sales.filter(each => each.state === 'refused').length
  const sold = sales.find(({ key }) => key === soldKey) ?? null

  const go = (next: View) => {
    setView(next)
    setFinding(null)
    setMissing(null)
    if (state.phase !== 'busy') till.clear()
  }
  const put = (item: TillItemView, quantity: number) => {
    changedAt.current = performance.now()
    setView('sell')
    setFinding(null)
    setMissing(null)
    setNotice(null)
    setSoldKey(null)
    if (state.phase !== 'busy') till.clear()
    drafts.change(now => add(now, item, quantity))
    setChosen(item.variantId)
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

  const handOver = (tenders: readonly Payment[]) => {
    setOrderPayments([])
    void till.handOver(tenders)
  }
  const rest = order ? order.total.amount - order.captured.amount : 0
  const confirmOrder = () => {
    if (!order || state.phase !== 'order' || state.code === null) return
    if (rest > 0 && tender === null && shift) return setDialog('pay-order')
    handOver(rest > 0 && tender !== null ? [{ method: tender, amount: rest }] : [])
  }
  const pay = () => {
    if (total === null) return
    if (!shift) return setView('sell')
    if (total.amount === 0) void finish([])
    else setDialog('pay')
  }

  const finishing = useRef<string | null>(null)
  const finish = async (tenders: readonly Payment[]) => {
    const { draft } = drafts
    if (!shift || !total || finishing.current === draft.id) return
    finishing.current = draft.id
    const next = newDraft()
    const sale: KeptSale = {
      key: draft.id,
      body: {
        storeId: store.id,
        shiftId: shift.id,
        lines: basket.map(({ item, quantity }) => ({ variantId: item.variantId, quantity })),
        tenders,
        soldAt: new Date().toISOString(),
      },
      basket,
      total,
      state: 'waiting',
      tries: 0,
    }
    setDialog(null)
    try {
      await drafts.settled()
      await outbox.put(sale, { [draftKey(store.id)]: next })
    } catch {
      finishing.current = null
      return show(sayDesk('serverError'), 'bad')
    }
    drafts.replace(next)
    setChosen(null)
    setSoldKey(sale.key)
  }

  /** What the server did not take comes back into hand, as a sale of its own. */
  const takeBack = (sale: KeptSale) => {
    if (sale.state !== 'refused') return
    if (basket.length > 0) drafts.park()
    const next = newDraft(shortened(sale.basket, shortLines(sale.refusal.members)))
    void drafts.settled().then(() => outbox.settle(sale.key, { [draftKey(store.id)]: next }))
    drafts.replace(next)
    setChosen(next.basket.at(-1)?.item.variantId ?? null)
    setSoldKey(null)
    setDialog(null)
    setView('sell')
    setNotice(say('refusedBack', { detail: sale.refusal.detail }))
    for (const { item } of sale.basket) {
      book.find(item.sku).then(
        items => drafts.refresh(now => refreshed(now, items)),
        () => {},
      )
    }
  }
  // Still on the screen and nothing else begun: the assistant stands before the customer, and can change it at once.
  const onScreen = sold?.state === 'refused' && basket.length === 0 && view === 'sell' ? sold : null
  const back = useRef(takeBack)
  back.current = takeBack
  useEffect(() => {
    if (onScreen) back.current(onScreen)
  }, [onScreen])

  const enter = (text: string) => {
    if (finding && text.trim() === '') return choose(finding.items[finding.index])
    const onBasket = view === 'sell' && total !== null && state.phase === 'ready'
    const shownFor =
      performance.now() - (state.phase === 'order' ? state.shownAt : onBasket ? changedAt.current : 0)
    const meaning = enterMeans(text, onBasket ? 'basket' : state.phase, shownFor)
    if (meaning === 'lookup') entry.enter(text)
    else if (meaning === 'hand-over') confirmOrder()
    else if (meaning === 'pay') pay()
    else if (state.phase === 'result') state.retry?.()
  }
  const choose = (item: TillItemView | undefined) => {
    if (item) put(item, finding?.quantity ?? 1)
  }
  const current = basket.find(({ item }) => item.variantId === chosen) ?? basket.at(-1)
  const change = (variantId: string, quantity: number) => {
    changedAt.current = performance.now()
    const line = basket.find(({ item }) => item.variantId === variantId)
    drafts.change(now => setQuantity(now, variantId, quantity))
    setChosen(
      quantity < 1
        ? (basket.find(({ item }) => item.variantId !== variantId)?.item.variantId ?? null)
        : variantId,
    )
    if (line && quantity < 1) show(`${say('removed', { title: line.item.title })} · Ctrl Z`)
  }
  const step = (by: number) => {
    if (finding) {
      const { length } = finding.items
      return setFinding({ ...finding, index: (finding.index + by + length) % length })
    }
    const at = current ? basket.indexOf(current) : -1
    const next = basket[Math.min(Math.max(at + by, 0), basket.length - 1)]
    if (next) setChosen(next.item.variantId)
  }
  const selling = view === 'sell' && state.phase === 'ready'
  const alter = (by: number) => {
    if (!selling || !current) return false
    change(current.item.variantId, current.quantity + by)
    return true
  }
  const park = () => {
    if (basket.length === 0) return setDialog('parked')
    drafts.park()
    setChosen(null)
    show(say('parkedDone'))
  }
  const printLast = () => {
    const last = sold ?? sales.at(-1)
    if (last) void printReceipt(receiptOfSale(last, store, shift?.till ?? null, location.origin), language)
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
    ArrowDown: () => (finding || selling ? does(() => step(1))() : false),
    ArrowUp: () => (finding || selling ? does(() => step(-1))() : false),
    '+': () => alter(1),
    '-': () => alter(-1),
    Delete: () => alter(-(current?.quantity ?? 0)),
    'Control+z': () => selling && drafts.undo(),
    Escape: does(() => {
      if (finding) setFinding(null)
      else if (missing) setMissing(null)
      else if (state.phase !== 'ready' && state.phase !== 'busy') till.clear()
      else go('sell')
    }),
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
        lasting={kept.lasting}
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
          <p class="small">{say('notFoundText')}</p>
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
          tender={tender}
          onTender={each => setPaid({ orderId: order.id, tender: each })}
          onPay={() => setDialog('pay-order')}
          onHandOver={confirmOrder}
          onClear={till.clear}
        />
      )}
      {state.phase === 'result' && <Result outcome={state.outcome} retry={state.retry} />}
      {state.phase === 'ready' && view === 'sell' && !shift && (
        <>
          <p class="callout" data-testid="need-shift">
            {say('needShift')}
          </p>
          <OpenShift store={store} shifts={shifts} />
        </>
      )}
      {state.phase === 'ready' && view === 'sell' && (shift || total) && (
        <SellView
          store={store}
          shift={shift}
          drafts={drafts}
          chosen={current?.item.variantId ?? null}
          sold={sold}
          notice={notice}
          onChoose={setChosen}
          onQuantity={change}
          onPay={pay}
          onPark={park}
          onClear={() => {
            drafts.change(() => [])
            show(`${say('discard')} · Ctrl Z`)
          }}
        />
      )}
      {state.phase === 'ready' && view === 'orders' && (
        <OrderLists
          storeId={store.id}
          orders={orders}
          onOpen={each => void openOrder(each.id)}
          onCode={entry.enter}
          say={show}
        />
      )}
      {state.phase === 'ready' && view === 'returns' && (
        <ReturnDesk
          store={store}
          shiftId={shift?.id ?? null}
          order={returning}
          onOrder={setReturning}
          say={show}
        />
      )}
      {state.phase === 'ready' && view === 'shift' && (
        <ShiftDesk store={store} shifts={shifts} waiting={waiting} refused={refused} say={show} />
      )}
      {dialog === 'pay' && total && shift && (
        <PaySheet
          title={sayPay('payTitle')}
          total={total}
          payments={payments}
          onPayments={drafts.pay}
          onDone={each => void finish(each)}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'pay-order' && order && rest > 0 && (
        <PaySheet
          title={sayPay('payTitle')}
          total={{ ...order.total, amount: rest }}
          payments={orderPayments}
          onPayments={setOrderPayments}
          onDone={each => {
            setDialog(null)
            handOver(each)
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'parked' && (
        <ParkedSheet
          parked={drafts.parked}
          onClose={() => setDialog(null)}
          onTakeUp={id => {
            drafts.takeUp(id)
            setSoldKey(null)
            setDialog(null)
            setView('sell')
          }}
        />
      )}
      {dialog === 'outbox' && (
        <OutboxSheet
          sales={sales}
          outbox={outbox}
          store={store}
          shift={shift}
          onTakeBack={takeBack}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'help' && <HelpSheet onClose={() => setDialog(null)} />}
      {toast}
    </div>
  )
}
