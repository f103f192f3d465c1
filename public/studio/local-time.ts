/** Times as `<input type="datetime-local">` has them: this device's own clock, to the minute. */

/** "2026-03-08T20:00" for a time of the server's. */
export function toLocal(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Epoch milliseconds of what was typed; null when it is no time. */
export function fromLocal(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const time = new Date(text).getTime()
  return Number.isNaN(time) ? null : time
}

/** What a new show is offered: tomorrow at eight in the evening. */
export function proposedStart(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 20).getTime()
}
