import { useState } from 'preact/hooks'
import type { RoomView, ShowView } from '../../src/wire.ts'
import { ConfirmDelete } from '../desk/confirm-delete.tsx'
import { CopyField } from '../desk/copy-field.tsx'
import { PictureUpload } from '../desk/picture-upload.tsx'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { TrashIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { ShowForm } from './show-form.tsx'
import { studioWords } from './words.ts'

type Props = {
  /** null: a new one. */
  readonly known: ShowView | null
  readonly room: RoomView
  onSaved(show: ShowView, made: boolean): void
  /** Its cover is another; the sheet stays. */
  onChanged(show: ShowView): void
  onDeleted(): void
  onClose(): void
}

/** Plans a show, or changes one: its cover, title and time. */
export function ShowSheet({ known, room, onSaved, onChanged, onDeleted, onClose }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const [deleting, setDeleting] = useState(false)
  const path = `/api/v1/shows/${encodeURIComponent(known?.id ?? '')}`
  const planned = known?.state === 'scheduled'
  return (
    <>
      <Sheet title={say(known ? 'editShow' : 'schedule')} closeLabel={sayDesk('close')} onClose={onClose}>
        <div class="form">
          {known && (
            <PictureUpload<ShowView>
              wide
              removable={known.ownCover}
              path={`${path}/cover`}
              picture={known.coverUrl}
              hint={say('showCoverHint')}
              onAnswer={onChanged}
            />
          )}
          <ShowForm key={known?.id} known={known} room={room} onSaved={onSaved} />
          {planned && known.startsAt !== null && (
            <>
              <CopyField
                label={say('showLink')}
                value={new URL(`/shows/${encodeURIComponent(known.id)}`, location.href).href}
                hint={say('showLinkHint')}
              />
              <Button kind="danger" onClick={() => setDeleting(true)} data-testid="delete-show">
                <TrashIcon />
                {say('deleteShow')}
              </Button>
            </>
          )}
        </div>
      </Sheet>
      {known && deleting && (
        <ConfirmDelete
          path={path}
          title={say('deleteShowTitle')}
          text={say('deleteShowText', { title: known.title })}
          confirmLabel={say('deleteShow')}
          onDeleted={onDeleted}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  )
}
