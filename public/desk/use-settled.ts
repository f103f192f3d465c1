import { useEffect, useState } from 'preact/hooks'

/** The value once it has not changed for so long: a search need not follow each key. */
export function useSettled(value: string, ms = 250): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
