import { useCallback, useEffect, useState } from 'preact/hooks'

/** What a section's address asks for: `#orders?todo=ship` → todo: ship. */
export function queryOf(hash: string): URLSearchParams {
  return new URLSearchParams(hash.split('?')[1] ?? '')
}

/** The same section with this changed; an empty value takes a member away. */
export function hashWith(hash: string, changes: Readonly<Record<string, string>>): string {
  const query = queryOf(hash)
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return text === '' ? (hash.split('?')[0] ?? '') : `${hash.split('?')[0]}?${text}`
}

/** The page's address after its `#`, as it changes. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const change = () => setHash(location.hash)
    // It may have changed before anybody listened.
    change()
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  return hash
}

/** Filters stand in the address, so that a link can name them and the way back finds them again. */
export function useAddress() {
  const hash = useHash()
  const set = useCallback((changes: Readonly<Record<string, string>>) => {
    const next = hashWith(location.hash, changes)
    if (next !== location.hash) location.replace(next === '' ? '#' : next)
  }, [])
  return { query: queryOf(hash), set }
}
