import { useEffect, useRef, useState } from 'preact/hooks'
import type { Money, OrderView } from '../../src/wire.ts'
import { recall, remember } from '../shared/device-store.ts'
import { orderPath } from '../shared/my-orders.ts'
import type { StockBook } from '../watch/stock-book.ts'
import { type Contact, contactFaults, parseContact, tidyContact } from './contact.ts'
import { type FulfilmentKind, fulfilmentOf, type OrderRequest, paymentFor } from './order-request.ts'
import { parcelsOf, type Refusal, refusalOf, unsoldRefusal } from './refusal.ts'
import { handsOut, takesVisits } from './shop-store.ts'
import { defaultStore, hasAll, storeOptions, type Wanted } from './store-choice.ts'
import { useLevels } from './use-levels.ts'
import { useOrder } from './use-order.ts'
import { usePosition } from './use-position.ts'
import { usePreview } from './use-preview.ts'
import { useSlots } from './use-slots.ts'
import { useStores } from './use-stores.ts'

export type CheckoutLine = Wanted & { readonly unitPrice: Money }

type Input = {
  readonly lines: readonly CheckoutLine[]
  /** Where it is bought from; null outside of any room. */
  readonly roomSlug: string | null
  readonly news: StockBook
  /** The lines are those of the basket. */
  readonly basket: boolean
}

export type Checkout = ReturnType<typeof useCheckout>

const openOrder = (order: OrderView) =>
  location.assign(orderPath({ id: order.id, token: order.accessToken ?? '' }))

/** All that is chosen before an order is placed, and what the server says of it. */
export function useCheckout({ lines, roomSlug, news, basket }: Input) {
  const [wish, setWish] = useState<FulfilmentKind>(() => parseKind(recall('fulfilment')))
  const [storeId, setStoreId] = useState<string | null>(null)
  const [slot, setSlot] = useState<string | null>(null)
  const [contact, setContact] = useState(() => parseContact(recall('contact')))
  const [note, setNote] = useState('')
  const [near, setNear] = useState(false)
  const [split, setSplit] = useState(false)
  const [checked, setChecked] = useState(false)
  const [agreedTotal, setAgreedTotal] = useState<number | null>(null)
  const [round, setRound] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const here = usePosition()
  const { stores, failed: storesFailed, retry } = useStores()
  const levels = useLevels(
    lines.map(line => line.variantId),
    news,
  )
  const order = useOrder(openOrder)
  const { problem, forget } = order

  const kinds = kindsOf(stores)
  const kind = kinds.includes(wish) ? wish : (kinds[0] ?? wish)
  const atStore = kind !== 'delivery'
  const suits = kind === 'visit' ? takesVisits : handsOut
  const options =
    stores && levels.known
      ? storeOptions({ stores, wanted: lines, left: levels.left, here: here.position, suits })
      : null
  // One that was chosen for another way of getting it may not offer this one.
  const picked = options?.some(({ store }) => store.id === storeId) ? storeId : null
  const suggested = picked === null && options ? defaultStore(options, recall('store')) : null
  useEffect(() => {
    if (suggested) setStoreId(suggested)
  }, [suggested])
  // A store that no longer has enough is not silently replaced: the goods would wait where nobody goes.
  const chosen = options?.find(({ store }) => store.id === (picked ?? suggested))
  const store = chosen && hasAll(chosen) ? chosen.store.id : null
  const slots = useSlots(kind === 'visit' ? store : null)
  const slotThere = slots.slots?.some(({ startsAt, free }) => startsAt === slot && free > 0) ?? false

  const fulfilment = fulfilmentOf({
    kind,
    storeId: store,
    slotStartsAt: slotThere ? slot : null,
    address: tidyContact(contact).address,
    position: near ? here.position : null,
    split,
  })
  const asked = {
    ...(roomSlug !== null && { roomSlug }),
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
  }
  const preview = usePreview(fulfilment && lines.length > 0 ? { ...asked, fulfilment } : null, round)
  const unsold = lines.map(({ variantId }) => variantId).filter(id => levels.unsold.has(id))
  const refusal: Refusal | null = problem ?? unsoldRefusal(unsold) ?? refusalOf(preview?.problems[0])
  const splitParcels = refusal?.type === 'split-needed' ? parcelsOf(refusal.members) : null
  const total = preview?.total ?? localTotal(lines)
  const faults = contactFaults(contact, !atStore)

  useEffect(() => {
    if (problem?.type === 'out-of-stock' || problem?.type === 'not-sold') levels.again()
    if (problem?.type === 'slot-full' || problem?.type === 'no-such-slot') slots.again()
    if (problem) setRound(count => count + 1)
  }, [problem, levels.again, slots.again])

  /** The first thing that is still missing, by the name of its field. */
  const missing = (): string | null => {
    if (atStore && store === null) return 'store'
    if (kind === 'visit' && !slotThere) return 'slot'
    if (faults[0]) return faults[0]
    return splitParcels && !split ? 'split' : null
  }
  const submit = (event?: Event, totalNow: number | null = agreedTotal) => {
    event?.preventDefault()
    setChecked(true)
    const field = missing()
    if (field !== null) {
      const choices = form.current?.querySelector<HTMLElement>(`[name=${field}]:enabled`)
      // Where there is nothing to choose, why is said.
      const place = choices ?? form.current?.querySelector<HTMLElement>(`[data-field=${field}]`)
      place?.focus()
      return
    }
    if (fulfilment === null || lines.length === 0) return
    const { name, phone } = tidyContact(contact)
    remember('contact', JSON.stringify(contact))
    remember('fulfilment', kind)
    if (store && atStore) remember('store', store)
    const expected = totalNow ?? total?.amount
    const request: OrderRequest = {
      ...asked,
      fulfilment,
      contact: { name, phone },
      payment: paymentFor(kind),
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(expected !== undefined && { expectedTotal: expected }),
    }
    order.place(request, basket)
  }
  // After any change the refusal is about something else.
  const change =
    <T>(set: (value: T) => void) =>
    (value: T) => {
      forget()
      setAgreedTotal(null)
      set(value)
    }

  return {
    lines,
    form,
    kind,
    kinds,
    chooseKind: change(setWish),
    atStore,
    options,
    storesFailed: storesFailed || levels.failed,
    retryStores() {
      retry()
      levels.again()
    },
    store,
    chooseStore: change(setStoreId),
    here,
    slots,
    slot: slotThere ? slot : null,
    chooseSlot: change(setSlot),
    contact,
    setContact: (next: Contact) => setContact(next),
    note,
    setNote,
    near,
    setNear: change(setNear),
    split,
    setSplit: change(setSplit),
    splitParcels,
    parcels: preview?.parcels ?? [],
    total,
    checked,
    faults,
    refusal,
    submit,
    /** The buyer takes the new total. */
    agree(amount: number) {
      setAgreedTotal(amount)
      submit(undefined, amount)
    },
    forget,
    busy: order.busy,
    unanswered: order.unanswered !== null,
    findOut: order.findOut,
    leave: order.leave,
  }
}

function kindsOf(stores: ReturnType<typeof useStores>['stores']): readonly FulfilmentKind[] {
  if (!stores) return ['pickup', 'delivery']
  const delivers = stores.some(({ status, delivery }) => status !== 'closed' && delivery?.kind !== 'none')
  const kinds: readonly (FulfilmentKind | false)[] = [
    (stores.some(handsOut) || !delivers) && 'pickup',
    delivers && 'delivery',
    stores.some(takesVisits) && 'visit',
  ]
  return kinds.filter(kind => kind !== false)
}

function localTotal(lines: readonly CheckoutLine[]): Money | null {
  const currency = lines[0]?.unitPrice.currency
  if (currency === undefined) return null
  return {
    currency,
    amount: lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amount * quantity, 0),
  }
}

function parseKind(kept: string | null): FulfilmentKind {
  return kept === 'delivery' || kept === 'visit' ? kept : 'pickup'
}
