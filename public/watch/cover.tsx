import type { RoomView } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { coverWords } from './cover-words.ts'
import { ShowCard } from './show-card.tsx'
import { usePastShows } from './use-past-shows.ts'

type Props = { readonly room: RoomView; readonly ended: boolean; onBrowse(): void }

/** Instead of a picture: on the way, not live, or over. */
export function Cover({ room, ended, onBrowse }: Props) {
  const say = useWords(coverWords)
  const language = useLanguage()
  const kind = room.state === 'starting' ? 'starting' : ended ? 'ended' : 'offline'
  const past = usePastShows(room.slug, kind !== 'starting')
  const hasProducts = room.lineup.length > 0
  const next = kind === 'starting' ? null : room.nextShow
  const picture = next?.ownCover ? next.coverUrl : room.coverUrl
  return (
    <div class="cover" data-kind={kind}>
      {picture && <img class="cover-picture" src={picture} alt="" />}
      <div class="cover-words">
        {!picture && (
          <div class="cover-mark" aria-hidden="true">
            {[...room.title][0]}
          </div>
        )}
        <p class="cover-title">{say(`${kind}Title`)}</p>
        <p class="cover-text">
          {kind !== 'ended' && !next && <span>{say(`${kind}Text`)}</span>}
          {hasProducts && kind !== 'starting' && <span>{say('stillSold')}</span>}
        </p>
        {next?.startsAt && (
          <a class="cover-next" href={`/shows/${next.id}`} data-testid="next-show">
            <span class="cover-next-label">{say('next')}</span>
            <strong class="cover-next-time">{whenText(next.startsAt, language, Date.now())}</strong>
            <span class="cover-next-title">{next.title}</span>
          </a>
        )}
        {hasProducts && (
          <button type="button" class="button button-primary cover-browse" onClick={onBrowse}>
            {say('browse')}
          </button>
        )}
      </div>
      {past.length > 0 && (
        <section class="past" aria-label={say('replays')}>
          <h2 class="past-title">{say('replays')}</h2>
          <ul class="past-shows">
            {past.map(show => (
              <ShowCard key={show.id} show={show} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
