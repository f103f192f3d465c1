import type { ShowView } from '../../src/wire.ts'
import { useLanguage } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { PlayIcon } from '../shared/stage-icons.tsx'

/** A link to a show's page: its picture, its title and when it was. */
export function ShowCard({ show }: { show: ShowView }) {
  const language = useLanguage()
  const time = show.startedAt ?? show.startsAt
  return (
    <li>
      <a class="show-card" href={`/shows/${show.id}`} data-testid="show-card">
        <span class="show-card-picture">
          {show.coverUrl ? <img src={show.coverUrl} alt="" loading="lazy" /> : null}
          {show.hasReplay && (
            <span class="show-card-play">
              <PlayIcon />
            </span>
          )}
        </span>
        <span class="show-card-title">{show.title}</span>
        {time && <span class="show-card-time">{whenText(time, language, Date.now())}</span>}
      </a>
    </li>
  )
}
