import type { ShowView } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { countdownText, isToday, lengthText, showLength, whenText } from '../shared/show-time.ts'
import { useNow } from '../shared/use-now.ts'
import { Cover } from './cover.tsx'
import { words } from './words.ts'

type Coming = ShowView & { readonly startsAt: string }

export function ComingShows({ shows }: { shows: readonly Coming[] }) {
  const say = useWords(words)
  const language = useLanguage()
  const now = useNow()
  return (
    <ul class="shows">
      {shows.map(show => (
        <li key={show.id}>
          <a class="show" href={`/shows/${encodeURIComponent(show.id)}`} data-testid="coming-show">
            <Cover url={show.coverUrl} title={show.title} />
            <span class="show-text">
              <strong class="show-title">{show.title}</strong>
              <time class="show-when" datetime={show.startsAt}>
                {whenText(show.startsAt, language, now)}
              </time>
              <span class="show-facts">
                {isToday(show.startsAt, now) && <Countdown until={show.startsAt} now={now} />}
                {show.lineupCount > 0 && (
                  <span>
                    {say(show.lineupCount === 1 ? 'oneProduct' : 'products', { count: show.lineupCount })}
                  </span>
                )}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function Countdown({ until, now }: { until: string; now: number }) {
  const say = useWords(words)
  const end = Date.parse(until)
  return (
    <span class="show-soon">
      {end <= now ? say('due') : say('startsIn', { left: countdownText(end, now) })}
    </span>
  )
}

export function Replays({ shows }: { shows: readonly ShowView[] }) {
  const language = useLanguage()
  const now = Date.now()
  return (
    <ul class="shows">
      {shows.map(show => {
        const length = showLength(show)
        return (
          <li key={show.id}>
            <a class="show" href={`/shows/${encodeURIComponent(show.id)}`} data-testid="replay">
              <Cover url={show.coverUrl} title={show.title} />
              <span class="show-text">
                <strong class="show-title">{show.title}</strong>
                {show.startedAt !== null && (
                  <time class="show-facts" datetime={show.startedAt}>
                    {whenText(show.startedAt, language, now)}
                  </time>
                )}
                {length !== null && <span class="show-facts">{lengthText(length, language)}</span>}
              </span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
