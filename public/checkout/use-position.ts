import { useCallback, useState } from 'preact/hooks'
import type { Position } from './store-choice.ts'

export type Here = {
  /** Browsers tell a position to pages with TLS only. */
  readonly can: boolean
  readonly position: Position | null
  readonly asking: boolean
  readonly refused: boolean
  ask(): void
}

/** Where the viewer is, if they say so; it never leaves the device. */
export function usePosition(): Here {
  const [position, setPosition] = useState<Position | null>(null)
  const [asking, setAsking] = useState(false)
  const [refused, setRefused] = useState(false)
  const ask = useCallback(() => {
    setAsking(true)
    setRefused(false)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPosition({ latitude: coords.latitude, longitude: coords.longitude })
        setAsking(false)
      },
      () => {
        setRefused(true)
        setAsking(false)
      },
      { timeout: 10_000, maximumAge: 300_000 },
    )
  }, [])
  return { can: isSecureContext && 'geolocation' in navigator && !refused, position, asking, refused, ask }
}
