import { useRef, useState } from 'preact/hooks'
import type { OrderView, TillItemView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { ApiProblem } from '../shared/api.ts'
import type { Page } from '../shared/pages.ts'
import { meaningOf, parseEntry } from './sell/entry.ts'
import type { GoodsBook } from './sell/goods-book.ts'

type Actions = {
  readonly book: GoodsBook
  /** One thing that was named word for word. */
  item(item: TillItemView, quantity: number): void
  items(items: readonly TillItemView[], quantity: number): void
  /** Its price or stock was not what the device knew. */
  refreshed(items: readonly TillItemView[]): void
  order(id: string): Promise<void>
  pickupCode(code: string): Promise<void>
  nothing(text: string): void
  failed(problem: ApiProblem): void
}

export type EntryOf = {
  readonly busy: boolean
  /** `3*` was typed, and waits for what it is three of. */
  readonly quantity: number | null
  enter(text: string): void
}

/** Does what was typed or scanned, one after the other: none is lost while another is looked up. */
export function useEntry(actions: Actions): EntryOf {
  const call = useCall()
  const latest = useRef(actions)
  latest.current = actions
  const queue = useRef<Promise<void>>(Promise.resolve())
  const [waiting, setWaiting] = useState(0)
  const [quantity, setQuantity] = useState<number | null>(null)
  const pending = useRef<number | null>(null)

  const findGoods = async (text: string, count: number): Promise<boolean> => {
    const items = await latest.current.book.find(text)
    const [only] = items
    if (only === undefined) return false
    const named = [only.sku, only.barcode].some(code => code?.toLowerCase() === text.toLowerCase())
    if (items.length === 1 && (named || meaningOf(text).kind === 'barcode')) latest.current.item(only, count)
    else latest.current.items(items, count)
    return true
  }
  const findOrder = async (number: string): Promise<boolean> => {
    const path = `/api/v1/orders?q=${encodeURIComponent(number)}&limit=5`
    const { items } = await call<Page<OrderView>>('GET', path)
    const order = items.find(each => each.number === number)
    if (order === undefined) return false
    await latest.current.order(order.id)
    return true
  }
  const lookUp = async (text: string, count: number): Promise<void> => {
    const meaning = meaningOf(text)
    if (meaning.kind === 'order') return latest.current.order(meaning.id)
    if (meaning.kind === 'order-number' && (await findOrder(meaning.number))) return
    // Codes with dashes are nothing else; without, a SKU may look the same.
    if (meaning.kind === 'pickup-code' && /[ -]/.test(text)) return latest.current.pickupCode(text)
    if (await findGoods(text, count)) return
    if (meaning.kind === 'pickup-code') return latest.current.pickupCode(text)
    latest.current.nothing(text)
  }
  const later = (work: () => Promise<void>) => {
    setWaiting(count => count + 1)
    queue.current = queue.current
      .then(work)
      .catch((error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error
        latest.current.failed(error)
      })
      .finally(() => setWaiting(count => count - 1))
  }

  return {
    busy: waiting > 0,
    quantity,
    enter(typed) {
      const entry = parseEntry(typed)
      if (entry.text === '') {
        pending.current = entry.quantity
        return setQuantity(entry.quantity)
      }
      const count = entry.quantity ?? pending.current ?? 1
      pending.current = null
      setQuantity(null)
      const known = meaningOf(entry.text).kind === 'order' ? null : latest.current.book.known(entry.text)
      if (known === null) return later(() => lookUp(entry.text, count))
      // At once, and behind that what the server says now.
      latest.current.item(known, count)
      later(async () => {
        const items = await latest.current.book.find(entry.text)
        latest.current.refreshed(items)
      })
    },
  }
}
