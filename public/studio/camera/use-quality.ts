import { useEffect, useState } from 'preact/hooks'
import { type Quality, qualityOf, qualityStretches, type Sending } from './quality.ts'
import { SendingStats } from './sending-stats.ts'

const everyMs = 2_000

/** How well this device's picture gets out, while it is live; null: not known yet. */
export function useQuality(
  live: boolean,
  connection: () => RTCPeerConnection | null,
): { readonly quality: Quality; readonly sending: Sending } | null {
  const [recent, setRecent] = useState<readonly Sending[]>([])
  useEffect(() => {
    if (!live) return
    const stats = new SendingStats()
    const timer = setInterval(async () => {
      const now = connection()
      const sending = now && (await stats.read(now).catch(() => null))
      if (sending) setRecent(known => [...known, sending].slice(-qualityStretches))
    }, everyMs)
    return () => {
      clearInterval(timer)
      setRecent([])
    }
  }, [live])
  const sending = recent.at(-1)
  return sending ? { quality: qualityOf(recent), sending } : null
}
