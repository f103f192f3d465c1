import { useEffect, useState } from 'preact/hooks'
import type { ServerClock } from '../player/server-clock.ts'
import { openServerClock } from '../player/server-clock.ts'
import { Button } from '../shared/button.tsx'
import { localeOf } from '../shared/i18n.ts'
import { ClockIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { calendarText } from './calendar.ts'
import { countdownOf } from './countdown.ts'
import { Poster } from './poster.tsx'
import type { ShowProps } from './show-props.ts'
import { words } from './words.ts'

export function BeforeShow(props: ShowProps) {
  const say = useWords(words)
  const language = useLanguage()
  const { show, room } = props.page
  const live = show.state === 'live'
  const time =
    show.startsAt &&
    new Intl.DateTimeFormat(localeOf(language), {
      dateStyle: 'full',
      timeStyle: 'short',
      hourCycle: 'h23',
    }).format(new Date(show.startsAt))
  return (
    <Poster {...props} badge={live ? 'live' : 'scheduled'}>
      {live ? (
        <>
          <p class="poster-text">{say('liveNow')}</p>
          <a class="button button-primary" href={`/r/${room.slug}`}>
            {say('enter')}
          </a>
        </>
      ) : show.startsAt === null ? (
        <p class="poster-text">{say('untimed')}</p>
      ) : (
        <>
          <p class="poster-time" data-testid="show-time">
            <time dateTime={show.startsAt}>{time}</time>
          </p>
          <TimeLeft startsAt={show.startsAt} />
          <Button
            class="poster-calendar"
            onClick={() => saveCalendar(props.page.show.id, show.title, show.startsAt)}
          >
            <ClockIcon />
            {say('calendar')}
          </Button>
        </>
      )}
    </Poster>
  )
}

function TimeLeft({ startsAt }: { startsAt: string }) {
  const say = useWords(words)
  const now = useServerNow()
  const left = countdownOf(Date.parse(startsAt) - now)
  if (!left) return <p class="poster-text">{say('soon')}</p>
  const units = ['days', 'hours', 'minutes', 'seconds'] as const
  const shown = units.filter(unit => unit !== 'days' || left.days > 0)
  return (
    <div class="countdown" role="timer" aria-label={say('startsIn')} data-testid="countdown">
      {shown.map(unit => (
        <span key={unit} class="countdown-unit">
          <strong>{String(left[unit]).padStart(2, '0')}</strong>
          {say(unit)}
        </span>
      ))}
    </div>
  )
}

/** Epoch milliseconds, each second; by the device's clock until the server's is known. */
function useServerNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const clock: ServerClock = openServerClock()
    const timer = setInterval(() => setNow(clock.now() ?? Date.now()), 1_000)
    return () => {
      clock.close()
      clearInterval(timer)
    }
  }, [])
  return now
}

function saveCalendar(id: string, title: string, startsAt: string | null) {
  if (startsAt === null) return
  const text = calendarText({ id, title, startsAt, url: location.href }, Date.now())
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `stallcast-${id}.ics`
  link.click()
  // Some browsers begin to read it only after this.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
