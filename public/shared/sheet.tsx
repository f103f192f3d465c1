import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import { CloseIcon } from './icons.tsx'

type Props = {
  readonly title: string
  readonly closeLabel: string
  /** Stays below the scrolling part. */
  readonly foot?: ComponentChildren
  /** Left of the title: a way back, say. */
  readonly lead?: ComponentChildren
  readonly children: ComponentChildren
  /** A small box in the middle rather than a sheet from below. */
  readonly small?: boolean
  /** It is gone, by button, Escape, back gesture, swipe or a tap beside it. Unmount it. */
  onClose(): void
}

const swipeAwayPx = 90

/** A native modal dialog: the browser traps the focus, gives it back, and handles Escape and Android's back. */
export function Sheet({ title, closeLabel, foot, lead, children, small, onClose }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => {
      dialog?.close()
      setTimeout(wakeField)
    }
  }, [])

  const leave = () => {
    const dialog = ref.current
    if (!dialog || dialog.classList.contains('sheet-leaving')) return
    dialog.style.transform = ''
    dialog.classList.add('sheet-leaving')
    const moving = dialog.getAnimations().map(animation => animation.finished)
    Promise.allSettled(moving).then(() => onClose())
  }
  useSwipeAway(ref, leave)

  return (
    <dialog
      ref={ref}
      class={small ? 'sheet dialog' : 'sheet'}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        leave()
      }}
      onClick={event => event.target === event.currentTarget && leave()}
      onKeyDown={event => event.key === 'Escape' && event.stopPropagation()}
    >
      <header class="sheet-head">
        {lead}
        <h2 class="sheet-title" id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <Button kind="quiet" icon aria-label={closeLabel} onClick={leave}>
          <CloseIcon />
        </Button>
      </header>
      <div class="sheet-body">{children}</div>
      {foot && <footer class="sheet-foot">{foot}</footer>}
    </dialog>
  )
}

/**
 * Chromium gives the focus back while the page still lies behind the dialog, and takes no text in a field then, though it
 * has the focus: it has to get it once more.
 */
function wakeField(): void {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement) || document.querySelector('dialog[open]')) return
  field.blur()
  field.focus()
}

/** The head follows the finger; let go far enough down, the sheet goes. */
function useSwipeAway(ref: { current: HTMLDialogElement | null }, leave: () => void) {
  const latest = useRef(leave)
  latest.current = leave
  useEffect(() => {
    const dialog = ref.current
    const head = dialog?.querySelector('.sheet-head')
    if (!dialog || !(head instanceof HTMLElement)) return
    let from: number | null = null
    const move = (event: PointerEvent) => {
      if (from !== null) dialog.style.transform = `translateY(${Math.max(0, event.clientY - from)}px)`
    }
    const end = (event: PointerEvent) => {
      if (from === null) return
      const far = event.clientY - from > swipeAwayPx && event.type === 'pointerup'
      from = null
      dialog.style.transform = ''
      if (far) latest.current()
    }
    const start = (event: PointerEvent) => {
      if (
        event.pointerType === 'mouse' ||
        (event.target instanceof Element && event.target.closest('button'))
      )
        return
      from = event.clientY
      head.setPointerCapture(event.pointerId)
    }
    const stop = new AbortController()
    const options = { signal: stop.signal }
    head.addEventListener('pointerdown', start, options)
    head.addEventListener('pointermove', move, options)
    head.addEventListener('pointerup', end, options)
    head.addEventListener('pointercancel', end, options)
    return () => stop.abort()
  }, [ref])
}
