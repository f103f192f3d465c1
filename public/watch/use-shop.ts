import { useEffect, useState } from 'preact/hooks'
import { loadPart } from './load-part.ts'

type Shop = typeof import('./shop.tsx')

/**
 * The shop's part of the page, loaded once the room is there: it must not delay the picture, and it must be there
 * before anybody taps.
 */
export function useShop(wanted: boolean): Shop | null {
  const [shop, setShop] = useState<Shop | null>(null)
  useEffect(() => {
    if (!wanted) return
    const stop = new AbortController()
    loadPart(() => import('./shop.tsx'), stop.signal).then(setShop)
    return () => stop.abort()
  }, [wanted])
  return shop
}
