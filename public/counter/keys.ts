import { useEffect, useRef } from 'preact/hooks'

/** What a key does; true when it did something: then the browser does nothing with it. */
export type KeyActions = Readonly<Record<string, () => boolean | undefined>>

/** Keys of the whole page while no dialog is open. Names as in `KeyboardEvent.key`, `Control+z` with its modifier. */
export function usePageKeys(actions: KeyActions): void {
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      const name = event.ctrlKey || event.metaKey ? `Control+${event.key.toLowerCase()}` : event.key
      const action = latest.current[name]
      if (!action || (isTyping(event.target) && !/^(F\d+|Escape|Control\+.)$/.test(name))) return
      if (action() !== false) event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

/** In a field with something in it the keys belong to the text. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.id !== 'code' || target.value !== ''
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
