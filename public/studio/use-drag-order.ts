import { useState } from 'preact/hooks'
import { moved } from './lineup-order.ts'

type DragOrder = {
  /** The order to draw: while something is dragged, as it would be if let go now. */
  readonly order: readonly string[]
  readonly dragged: string | null
  start(event: PointerEvent, id: string): void
}

/** Dragging by a grip, with finger or mouse; the list's children stand in the order of `ids`. */
export function useDragOrder(
  list: { readonly current: HTMLElement | null },
  ids: readonly string[],
  onMove: (id: string, to: number) => void,
): DragOrder {
  const [drag, setDrag] = useState<{ readonly id: string; readonly to: number } | null>(null)

  const start = (event: PointerEvent, id: string) => {
    const grip = event.currentTarget
    if (!(grip instanceof HTMLElement) || event.button !== 0) return
    event.preventDefault()
    grip.focus()
    grip.setPointerCapture(event.pointerId)
    let to = ids.indexOf(id)
    setDrag({ id, to })
    const stop = new AbortController()
    const { signal } = stop
    const end = (commit: boolean) => {
      stop.abort()
      setDrag(null)
      if (commit && to !== ids.indexOf(id)) onMove(id, to)
    }
    grip.addEventListener(
      'pointermove',
      step => {
        const rows = [...(list.current?.children ?? [])]
        const over = rows.findIndex(row => step.clientY < row.getBoundingClientRect().bottom)
        const next = over < 0 ? rows.length - 1 : over
        if (next === to) return
        to = next
        setDrag({ id, to })
      },
      { signal },
    )
    grip.addEventListener('pointerup', () => end(true), { signal })
    grip.addEventListener('pointercancel', () => end(false), { signal })
    addEventListener('keydown', key => key.key === 'Escape' && end(false), { signal })
  }

  return { order: drag ? moved(ids, drag.id, drag.to) : ids, dragged: drag?.id ?? null, start }
}
