import { useCallback, useRef, useState } from 'preact/hooks'
import { randomId } from '../../shared/random-id.ts'
import type { Kept } from '../device/kept.ts'
import type { Payment } from '../pay/payment.ts'
import type { Basket } from './basket.ts'

/** The sale in hand. Its id becomes the idempotency key: whatever happens at its end, it is one sale. */
export type Draft = {
  readonly id: string
  readonly basket: Basket
  /** Taken already, before all of it is. */
  readonly payments: readonly Payment[]
}

export type Drafts = {
  readonly draft: Draft
  /** Oldest first. */
  readonly parked: readonly Draft[]
  change(basket: (basket: Basket) => Basket): void
  /** What the server says of the same lines now: nothing that can be undone. */
  refresh(basket: (basket: Basket) => Basket): void
  /** Shown as taken only when it is on the device. @throws when the device does not keep it: then nothing was taken. */
  pay(payments: readonly Payment[]): Promise<void>
  canUndo(): boolean
  undo(): boolean
  park(): void
  takeUp(id: string): void
  /**
   * Puts another in its place at once, so that the next scan is the next sale's. `write` writes it to the device with
   * whatever goes with it, behind all that was changed before.
   */
  replace(draft: Draft, write: () => Promise<void>): Promise<void>
}

const mostUndo = 30

export function newDraft(basket: Basket = []): Draft {
  return { id: randomId(), basket, payments: [] }
}

export function draftKey(storeId: string): string {
  return `draft:${storeId}`
}

/** The sale in hand and the parked ones, on the device with each change. */
export function useDrafts(
  device: Kept,
  storeId: string,
  first: Draft,
  firstParked: readonly Draft[],
): Drafts {
  const [draft, setDraft] = useState(first)
  const [parked, setParked] = useState(firstParked)
  // Ahead of what is shown: what is written next must have all that is written now.
  const latest = useRef({ draft, parked })
  const past = useRef<readonly Basket[]>([])
  const written = useRef<Promise<void>>(Promise.resolve())

  const write = useCallback(
    (changes: Record<string, unknown>) => {
      // One after the other: an older state never comes last. A full disk must not stop the sale.
      written.current = written.current.then(() => device.write(changes)).catch(() => {})
    },
    [device],
  )
  const set = useCallback(
    (next: Draft, more: Record<string, unknown> = {}) => {
      latest.current = { ...latest.current, draft: next }
      setDraft(next)
      write({ [draftKey(storeId)]: next, ...more })
    },
    [storeId, write],
  )
  const parkedKey = (id: string) => `parked:${storeId}:${id}`
  const setAside = (): Record<string, unknown> => {
    const { draft: now, parked: others } = latest.current
    if (now.basket.length === 0) return {}
    const list = [...others, now]
    latest.current = { ...latest.current, parked: list }
    setParked(list)
    return { [parkedKey(now.id)]: now }
  }
  return {
    draft,
    parked,
    change(step) {
      const { draft: now } = latest.current
      const basket = step(now.basket)
      if (basket === now.basket) return
      past.current = [...past.current, now.basket].slice(-mostUndo)
      set({ ...now, basket })
    },
    refresh(step) {
      const { draft: now } = latest.current
      if (now.basket.length > 0) set({ ...now, basket: step(now.basket) })
    },
    async pay(payments) {
      const { draft: before } = latest.current
      const next = { ...before, payments }
      latest.current = { ...latest.current, draft: next }
      const kept = written.current.then(() => device.write({ [draftKey(storeId)]: next }))
      written.current = kept.catch(() => {})
      try {
        await kept
      } catch (error) {
        const { draft: now } = latest.current
        if (now.id === before.id) set({ ...now, payments: before.payments })
        throw error
      }
      if (latest.current.draft.id === before.id) setDraft(latest.current.draft)
    },
    canUndo: () => past.current.length > 0,
    undo() {
      const basket = past.current.at(-1)
      if (basket === undefined) return false
      past.current = past.current.slice(0, -1)
      set({ ...latest.current.draft, basket })
      return true
    },
    park() {
      if (latest.current.draft.basket.length === 0) return
      past.current = []
      const more = setAside()
      set(newDraft(), more)
    },
    takeUp(id) {
      const wanted = latest.current.parked.find(each => each.id === id)
      if (!wanted) return
      past.current = []
      const more = setAside()
      const rest = latest.current.parked.filter(each => each.id !== id)
      latest.current = { ...latest.current, parked: rest }
      setParked(rest)
      set(wanted, { ...more, [parkedKey(id)]: undefined })
    },
    replace(next, work) {
      past.current = []
      latest.current = { ...latest.current, draft: next }
      setDraft(next)
      const done = written.current.then(work)
      written.current = done.catch(() => {})
      return done
    },
  }
}

export function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'id') === 'string' &&
    Array.isArray(Reflect.get(value, 'basket')) &&
    Array.isArray(Reflect.get(value, 'payments'))
  )
}
