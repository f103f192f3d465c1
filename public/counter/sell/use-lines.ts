import { useRef, useState } from 'preact/hooks'
import type { TillItemView } from '../../../src/wire.ts'
import { add, type BasketLine, setQuantity } from './basket.ts'
import type { Drafts } from './use-draft.ts'

export type LinesOf = {
  /** The line that the keys change. */
  readonly current: BasketLine | undefined
  choose(variantId: string): void
  add(item: TillItemView, quantity: number): void
  change(variantId: string, quantity: number): void
  /** The line above or below; false when there is none. */
  step(by: number): boolean
  /** More or fewer of the chosen line; false when there is none. */
  alter(by: number): boolean
  /** All of them. */
  clear(): void
  /** What was taken out with the last change; null: nothing, or it cannot be undone any more. */
  readonly gone: Gone | null
  undo(): boolean
  /** For how long the basket has looked as it does; milliseconds. */
  unchangedFor(): number
}

/** `title` null: the whole basket. */
export type Gone = { readonly title: string | null }

/** The lines of the sale in hand, and which of them the keys mean. */
export function useLines(drafts: Drafts): LinesOf {
  const { basket } = drafts.draft
  const [chosen, setChosen] = useState<string | null>(null)
  const [gone, setGone] = useState<Gone | null>(null)
  const changedAt = useRef(0)
  const current = basket.find(({ item }) => item.variantId === chosen) ?? basket.at(-1)

  const change = (variantId: string, quantity: number) => {
    changedAt.current = performance.now()
    const at = basket.findIndex(({ item }) => item.variantId === variantId)
    const line = basket[at]
    drafts.change(now => setQuantity(now, variantId, quantity))
    setGone(quantity > 0 || !line ? null : { title: line.item.title })
    if (quantity > 0 || !line) return setChosen(variantId)
    setChosen((basket[at + 1] ?? basket[at - 1])?.item.variantId ?? null)
  }
  return {
    current,
    choose: setChosen,
    add(item, quantity) {
      changedAt.current = performance.now()
      drafts.change(now => add(now, item, quantity))
      setGone(null)
      setChosen(item.variantId)
    },
    change,
    clear() {
      changedAt.current = performance.now()
      drafts.change(() => [])
      setGone({ title: null })
    },
    gone: drafts.canUndo() ? gone : null,
    undo() {
      setGone(null)
      return drafts.undo()
    },
    step(by) {
      const at = current ? basket.indexOf(current) : -1
      const next = basket[Math.min(Math.max(at + by, 0), basket.length - 1)]
      if (next) setChosen(next.item.variantId)
      return next !== undefined
    },
    alter(by) {
      if (!current) return false
      change(current.item.variantId, current.quantity + by)
      return true
    },
    unchangedFor: () => performance.now() - changedAt.current,
  }
}
