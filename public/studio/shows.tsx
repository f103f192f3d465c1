import { useState } from 'preact/hooks'
import type { RoomView, ShowView } from '../../src/wire.ts'
import { DeleteReplay } from '../desk/delete-replay.tsx'
import { Loaded } from '../desk/loaded.tsx'
import type { Loading } from '../desk/use-resource.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { openShows } from './show-list.ts'
import { OpenShowRow, PastShowRow } from './show-rows.tsx'
import { ShowSheet } from './show-sheet.tsx'
import type { RoomShows } from './use-shows.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly room: RoomView
  readonly shows: Loading<RoomShows>
  /** Lets the lineup panel work on this show. */
  onLineup(show: ShowView): void
  show(text: string, kind?: 'plain' | 'bad'): void
}

/** The room's shows: to come, and those that were. */
export function Shows({ room, shows, onLineup, show }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const [open, setOpen] = useState<ShowView | 'new' | null>(null)
  const [deleting, setDeleting] = useState<ShowView | null>(null)
  const { reload } = shows
  return (
    <details class="fold" open={room.state === 'offline'}>
      <summary class="fold-head">{say('shows')}</summary>
      <div class="fold-body">
        <Button onClick={() => setOpen('new')} data-testid="schedule">
          <PlusIcon />
          {say('schedule')}
        </Button>
        <Loaded loading={shows}>
          {({ coming, past }) => {
            const next = openShows(room.show, coming)
            const timed = next.some(({ startsAt }) => startsAt !== null)
            return (
              <>
                {!timed && <p class="quiet small">{say('noShowsText')}</p>}
                <ul class="show-rows">
                  {next.map(known => (
                    <OpenShowRow
                      key={known.id}
                      show={known}
                      onLineup={() => onLineup(known)}
                      onEdit={() => setOpen(known)}
                    />
                  ))}
                </ul>
                {past.length > 0 && (
                  <>
                    <h3 class="show-rows-title">{say('pastShows')}</h3>
                    <ul class="show-rows">
                      {past.map(known => (
                        <PastShowRow key={known.id} show={known} onDelete={() => setDeleting(known)} />
                      ))}
                    </ul>
                    <a class="small" href="/admin#replays">
                      {say('allReplays')}
                    </a>
                  </>
                )}
              </>
            )
          }}
        </Loaded>
      </div>
      {open && (
        <ShowSheet
          known={open === 'new' ? null : open}
          room={room}
          onSaved={(saved, made) => {
            reload()
            show(say(made ? 'scheduled' : 'showSaved'))
            setOpen(made ? saved : null)
          }}
          onChanged={changed => {
            reload()
            setOpen(changed)
          }}
          onDeleted={() => {
            reload()
            show(say('showDeleted'))
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {deleting && (
        <DeleteReplay
          replay={deleting}
          onDeleted={() => {
            reload()
            show(sayDesk('replayDeleted'))
            setDeleting(null)
          }}
          onClose={() => setDeleting(null)}
        />
      )}
    </details>
  )
}
