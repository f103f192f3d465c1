export type Remaining = {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/** From now until then (epoch milliseconds), in whole units; null when it is past. */
export function remaining(until: number, now: number): Remaining | null {
  const seconds = Math.ceil((until - now) / 1000)
  if (!(seconds > 0)) return null
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  }
}
