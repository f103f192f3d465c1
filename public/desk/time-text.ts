import { type Language, localeOf } from '../shared/i18n.ts'

/** "14:03", with the day before it when it was another day. */
export function timeText(time: string, language: Language, now = Date.now()): string {
  const date = new Date(time)
  const today = date.toDateString() === new Date(now).toDateString()
  return date.toLocaleString(localeOf(language), {
    ...(today ? {} : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    // Not `hour12: false`, which says 24:05 for five past midnight in English.
    hourCycle: 'h23',
  })
}

/** "4:05", "1:02:09": how long something has lasted. Never negative, whatever the device's clock says. */
export function lasted(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
