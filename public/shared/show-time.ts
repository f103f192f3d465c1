import { type Language, localeOf } from './i18n.ts'

const secondMs = 1_000
const dayMs = 86_400_000

const nearDays: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  zh: { [-1]: '昨天', 0: '今天', 1: '明天' },
  en: { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' },
}

/** "今天 20:00", "Fri 6 Mar 20:00": a show's begin or end, on the clock and calendar of this device. */
export function whenText(time: string, language: Language, now: number): string {
  const date = new Date(time)
  const locale = localeOf(language)
  const clock = date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const near = nearDays[language][daysBetween(now, date.getTime())]
  if (near !== undefined) return `${near} ${clock}`
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  const day = date.toLocaleDateString(locale, {
    ...(sameYear ? ({ weekday: 'short' } as const) : ({ year: 'numeric' } as const)),
    month: 'short',
    day: 'numeric',
  })
  return `${day} ${clock}`
}

/** "2026年3月6日 20:00", "Mar 6, 2026, 20:00": what must be right years later too. */
export function dateTimeText(time: string, language: Language): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const
  return new Date(time).toLocaleString(localeOf(language), format)
}

export function isToday(time: string, now: number): boolean {
  return daysBetween(now, Date.parse(time)) === 0
}

/** Whole calendar days of this device from one time to another; a day with a change of clocks is a day. */
function daysBetween(from: number, to: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  return Math.round((midnight(to) - midnight(from)) / dayMs)
}

/** "00:42", "1:02:09" until then, never negative: a second is shown until it is over. */
export function countdownText(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / secondMs))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`
}

/** "1 小时 5 分钟", "42 min": how long a show was. */
export function lengthText(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const units = language === 'zh' ? ['小时', '分钟'] : ['h', 'min']
  const parts = [hours > 0 && `${hours} ${units[0]}`, (rest > 0 || hours === 0) && `${rest} ${units[1]}`]
  // It stays on one line.
  return parts.filter(Boolean).join(' ').replaceAll(' ', '\u00a0')
}

/** How long a show was, or null before it has ended. Milliseconds. */
export function showLength(show: {
  readonly startedAt: string | null
  readonly endedAt: string | null
}): number | null {
  if (show.startedAt === null || show.endedAt === null) return null
  return Math.max(0, Date.parse(show.endedAt) - Date.parse(show.startedAt))
}
