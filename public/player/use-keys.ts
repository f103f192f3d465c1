import { useEffect, useRef } from 'preact/hooks'
import { type Focused, type KeyAction, keyAction } from './key-action.ts'

/** Keys of the whole page, as long as nothing lies over it. */
export function useKeys(act: (action: KeyAction) => void) {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const action = keyAction(event, focusedOn(event.target))
      if (action === null) return
      event.preventDefault()
      latest.current(action)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}

function focusedOn(target: EventTarget | null): Focused {
  if (!(target instanceof HTMLElement)) return 'none'
  if (target.closest('input, select, textarea, [contenteditable]')) return 'field'
  return target.closest('button, a, summary') ? 'button' : 'none'
}
