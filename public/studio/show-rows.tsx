import type { ShowView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { PackageIcon, TrashIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { lengthText, showLength, whenText } from '../shared/show-time.ts'
import { useShowWhen } from './use-show-when.ts'
import { studioWords } from './words.ts'

export function OpenShowRow({
  show,
  onLineup,
  onEdit,
}: {
  show: ShowView
  onLineup(): void
  onEdit(): void
}) {
  const say = useWords(studioWords)
  const when = useShowWhen()
  return (
    <li class="show-row" data-testid="show-row">
      <span class="show-row-text">
        <span class={show.state === 'live' ? 'show-row-when show-row-live' : 'show-row-when'}>
          {when(show)}
        </span>
        <strong class="show-row-title">{show.title}</strong>
      </span>
      <Button kind="quiet" onClick={onLineup} aria-label={say('lineupOf', { title: show.title })}>
        <PackageIcon />
        {show.lineupCount}
      </Button>
      <Button onClick={onEdit} aria-label={say('editShowOf', { title: show.title })}>
        {say('edit')}
      </Button>
    </li>
  )
}

export function PastShowRow({ show, onDelete }: { show: ShowView; onDelete(): void }) {
  const say = useWords(studioWords)
  const language = useLanguage()
  const length = showLength(show)
  const facts = [
    show.startedAt !== null && whenText(show.startedAt, language, Date.now()),
    length !== null && lengthText(length, language),
  ]
  return (
    <li class="show-row" data-testid="past-row">
      <span class="show-row-text">
        <span class="show-row-when">{facts.filter(Boolean).join(' · ')}</span>
        <strong class="show-row-title">{show.title}</strong>
      </span>
      {show.hasReplay ? (
        <>
          <a
            class="button button-secondary"
            href={`/shows/${encodeURIComponent(show.id)}`}
            target="_blank"
            rel="noreferrer"
          >
            {say('replay')}
          </a>
          <Button
            kind="quiet"
            icon
            aria-label={say('deleteReplayOf', { title: show.title })}
            onClick={onDelete}
            data-testid="delete-replay"
          >
            <TrashIcon />
          </Button>
        </>
      ) : (
        <span class="quiet small show-row-none">{say('noReplay')}</span>
      )}
    </li>
  )
}
