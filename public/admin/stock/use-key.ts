import { useRef } from 'preact/hooks'
import { randomId } from '../../shared/random-id.ts'

/** One key for each thing to do: trying the same again after a lost answer does it once, and something else is another. */
export function useKey(): (body: object) => string {
  const last = useRef<{ readonly text: string; readonly key: string } | null>(null)
  return body => {
    const text = JSON.stringify(body)
    if (last.current?.text !== text) last.current = { text, key: randomId() }
    return last.current.key
  }
}
