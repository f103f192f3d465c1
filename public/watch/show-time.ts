import { type Language, localeOf } from '../shared/i18n.ts'

const dayMs = 24 * 60 * 60_000

/** A show's time in the reader's own zone: today and tomorrow by name, other days with their weekday. */
export function showTimeText(time: string, language: Language, now: number = Date.now()): string {
  const at = new Date(time)
  const locale = localeOf(language)
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    at,
  )
  const days = Math.round((startOfDay(at) - startOfDay(new Date(now))) / dayMs)
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
    return `${word[0]?.toLocaleUpperCase(locale)}${word.slice(1)} ${clock}`
  }
  const sameYear = at.getFullYear() === new Date(now).getFullYear()
  const day = new Intl.DateTimeFormat(locale, {
    ...(sameYear ? { weekday: 'short' as const } : { year: 'numeric' as const }),
    month: 'short',
    day: 'numeric',
  }).format(at)
  return `${day} ${clock}`
}

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()
}
