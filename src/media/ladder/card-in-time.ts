import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import type { OverlayInput } from '../ports.ts'

const limitMs = 2000

/** The picture does not wait for its card: null when it does not come in time; it is closed when it comes. */
export async function inTime(open: () => Promise<OverlayInput>, log: Logger): Promise<OverlayInput | null> {
  const opening = Promise.try(open)
  const timer = new AbortController()
  const late = sleep(limitMs, null, { signal: timer.signal }).catch(() => null)
  try {
    const input = await Promise.race([opening, late])
    if (input === null) {
      log.warn('the card is not ready in time')
      void opening.then(latecomer => latecomer.close()).catch(() => {})
    }
    return input
  } catch (error) {
    log.warn({ err: error }, 'the card cannot be opened')
    return null
  } finally {
    timer.abort()
  }
}
