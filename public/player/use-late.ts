import { useEffect, useState } from 'preact/hooks'
import { loadPart } from './load-part.ts'

/** A part of the page that is loaded once it is wanted; null until then. `load` is always the same function. */
export function useLate<Part>(wanted: boolean, load: () => Promise<Part>): Part | null {
  const [part, setPart] = useState<Part | null>(null)
  const missing = part === null
  useEffect(() => {
    if (!wanted || !missing) return
    const stop = new AbortController()
    // In a function: React-like state setters call what they are given, and a part may be a component.
    loadPart(load, stop.signal).then(loaded => setPart(() => loaded))
    return () => stop.abort()
  }, [wanted, missing, load])
  return part
}
