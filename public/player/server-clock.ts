import { type ClockBounds, narrowed, nextSampleIn, offsetOf } from './clock-bounds.ts'

export type ServerClock = {
  /** Epoch milliseconds by the server's clock; null before it has answered. */
  now(): number | null
  close(): void
}

const precisionMs = 120
const mostSamples = 6
const retryMs = 10_000
const again = 10 * 60_000

/** Phones' clocks are wrong by seconds and minutes: the server's is read from the Date of its answers. */
export function openServerClock(): ServerClock {
  const stop = new AbortController()
  let bounds: ClockBounds | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const sample = async (left: number) => {
    clearTimeout(timer)
    const sentAt = Date.now()
    const answer = await fetch('/livez', { cache: 'no-store', signal: stop.signal }).catch(() => null)
    if (stop.signal.aborted) return
    const date = Date.parse(answer?.headers.get('date') ?? '')
    if (Number.isFinite(date)) bounds = narrowed(bounds, { date, sentAt, receivedAt: Date.now() })
    const precise = bounds !== null && bounds.high - bounds.low <= precisionMs
    if (!Number.isFinite(date)) timer = setTimeout(sample, retryMs, left)
    else if (precise || left <= 1 || bounds === null) timer = setTimeout(sample, again, mostSamples)
    else timer = setTimeout(sample, nextSampleIn(bounds, Date.now()), left - 1)
  }
  // A device that slept may have set its clock.
  const visible = () => !document.hidden && sample(mostSamples)
  document.addEventListener('visibilitychange', visible)
  sample(mostSamples)

  return {
    now: () => (bounds === null ? null : Date.now() + offsetOf(bounds)),
    close() {
      stop.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', visible)
    },
  }
}
