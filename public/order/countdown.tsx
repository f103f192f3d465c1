import { useEffect, useState } from 'preact/hooks'
import { localeOf } from '../shared/i18n.ts'
import { ClockIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { remaining } from './remaining.ts'
import { words } from './words.ts'

const tickMs = 1_000

type Props = {
  readonly until: string
  /** What is not paid by then is nobody's; else it is kept until then. */
  readonly unheld: boolean
}

export function Countdown({ until, unheld }: Props) {
  const say = useWords(words)
  const language = useLanguage()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  const end = new Date(until)
  const left = remaining(end.getTime(), now)
  const day =
    end.toDateString() === new Date(now).toDateString() ? {} : ({ month: 'short', day: 'numeric' } as const)
  const time = end.toLocaleString(localeOf(language), {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const key = !left ? 'leftNone' : left.days > 0 ? 'leftDays' : left.hours > 0 ? 'leftHours' : 'leftMinutes'
  return (
    <p class="countdown" data-soon={left === null || left.days + left.hours === 0}>
      <ClockIcon />
      <span class="countdown-words">
        <span>{say(unheld ? 'payUntil' : 'keptUntil', { time })}</span>
        <strong>{say(key, left ?? {})}</strong>
      </span>
    </p>
  )
}
