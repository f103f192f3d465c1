import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

type Message = { readonly text: string; readonly kind: 'plain' | 'bad'; readonly serial: number }

const shownMs = 4_000

/** `const { toast, show } = useToast()`; put `{toast}` once into the page, call `show(text)` or `show(text, 'bad')`. */
export function useToast() {
  const [message, setMessage] = useState<Message | null>(null)
  const show = useCallback((text: string, kind: Message['kind'] = 'plain') => {
    setMessage(last => ({ text, kind, serial: (last?.serial ?? 0) + 1 }))
  }, [])
  const done = useCallback(() => setMessage(null), [])
  return { show, toast: <Toast message={message} onDone={done} /> }
}

function Toast({ message, onDone }: { message: Message | null; onDone: () => void }) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element || !message || !('showPopover' in element)) return
    element.showPopover()
    // Hidden and shown again for each message: the last into the top layer lies above a sheet opened meanwhile.
    return () => element.hidePopover()
  }, [message])
  useEffect(() => {
    if (!message) return
    const timer = setTimeout(onDone, shownMs)
    return () => clearTimeout(timer)
  }, [message, onDone])
  return (
    <div ref={ref} class={`toast toast-${message?.kind ?? 'plain'}`} popover="manual" role="status">
      {message?.text}
    </div>
  )
}
