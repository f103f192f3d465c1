import { useState } from 'preact/hooks'
import type { ShowView } from '../../src/wire.ts'
import { DeleteReplay } from '../desk/delete-replay.tsx'
import { Loaded } from '../desk/loaded.tsx'
import { ProductPicture } from '../desk/product-picture.tsx'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { CameraIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { lengthText, showLength, whenText } from '../shared/show-time.ts'
import { EmptyState } from '../shared/states.tsx'
import { RecordingTrouble } from './recording-trouble.tsx'
import type { SectionProps } from './section.tsx'
import { useReplays } from './use-replays.ts'
import { adminWords } from './words.ts'

export function Replays({ show }: SectionProps) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const list = useReplays(show)
  const [deleting, setDeleting] = useState<ShowView | null>(null)
  return (
    <>
      <RecordingTrouble />
      <Loaded loading={list.loading}>
        {({ items, next }) => (
          <>
            {items.length === 0 && next === null ? (
              <EmptyState icon={<CameraIcon />} title={say('replaysEmpty')} text={say('replaysEmptyText')} />
            ) : (
              <table class="table">
                <thead>
                  <tr>
                    <th>{say('show')}</th>
                    <th>{say('room')}</th>
                    <th>{say('when')}</th>
                    <th class="number">{say('length')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.map(replay => (
                    <Row key={replay.id} replay={replay} onDelete={() => setDeleting(replay)} />
                  ))}
                </tbody>
              </table>
            )}
            {next !== null && (
              <Button class="more" onClick={list.more}>
                {say('more')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {deleting && (
        <DeleteReplay
          replay={deleting}
          onDeleted={() => {
            list.drop(deleting.id)
            show(sayDesk('replayDeleted'))
            setDeleting(null)
          }}
          onClose={() => setDeleting(null)}
        />
      )}
    </>
  )
}

function Row({ replay, onDelete }: { replay: ShowView; onDelete(): void }) {
  const say = useWords(adminWords)
  const language = useLanguage()
  const length = showLength(replay)
  return (
    <tr data-testid="replay-row">
      <td class="table-head-cell">
        <span class="table-head">
          <ProductPicture url={replay.coverUrl} />
          <strong>{replay.title}</strong>
        </span>
      </td>
      <td data-label={say('room')}>
        <a href={`/r/${encodeURIComponent(replay.roomSlug)}`}>/r/{replay.roomSlug}</a>
      </td>
      <td data-label={say('when')}>
        {replay.startedAt !== null && whenText(replay.startedAt, language, Date.now())}
      </td>
      <td data-label={say('length')} class="number">
        {length !== null && lengthText(length, language)}
      </td>
      <td class="table-action table-actions">
        <a class="button button-secondary" href={`/shows/${encodeURIComponent(replay.id)}`}>
          {say('watch')}
        </a>
        <Button
          kind="danger"
          aria-label={say('deleteOf', { title: replay.title })}
          onClick={onDelete}
          data-testid="delete-replay"
        >
          {say('delete')}
        </Button>
      </td>
    </tr>
  )
}
