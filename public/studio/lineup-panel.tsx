import type { RoomView, ShowView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { Lineup } from './lineup.tsx'
import { openShows } from './show-list.ts'
import { type LineupOf, useShowLineup } from './use-lineup.ts'
import type { Pin } from './use-pin.ts'
import { useShowWhen } from './use-show-when.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly room: RoomView
  readonly coming: readonly ShowView[]
  /** The show that is worked on besides the present one; null: the present one. */
  readonly other: ShowView | null
  readonly lineup: LineupOf
  readonly pin: Pin
  readonly changes: number
  onChoose(showId: string | null): void
  show(text: string, kind?: 'plain' | 'bad'): void
}

/** The lineup of the present show, or of another, which then cannot be mistaken for it. */
export function LineupPanel({ room, coming, other, lineup, pin, changes, onChoose, show }: Props) {
  const say = useWords(studioWords)
  const when = useShowWhen()
  const shows = openShows(room.show, coming)
  const present = room.show?.id
  return (
    <>
      {shows.length > 1 && (
        <select
          class="room-select show-select"
          aria-label={say('lineupShow')}
          data-testid="lineup-show"
          value={other?.id ?? present}
          onChange={event => {
            const chosen = event.currentTarget.value
            onChoose(chosen === present ? null : chosen)
          }}
        >
          {shows.map(known => (
            <option key={known.id} value={known.id}>
              {known.id === present ? `${say('presentShow')} · ` : ''}
              {when(known)} · {known.title}
            </option>
          ))}
        </select>
      )}
      {other === null ? (
        <Lineup lineup={lineup} pin={pin} />
      ) : (
        <div class="other-lineup">
          <div class="other-note" role="status">
            <p>
              <strong>{say('otherShow')}</strong>
              <br />
              {when(other)} · {other.title}
            </p>
            <Button onClick={() => onChoose(null)} data-testid="present-lineup">
              {say('backToPresent')}
            </Button>
          </div>
          <OtherLineup key={other.id} showId={other.id} changes={changes} show={show} />
        </div>
      )}
    </>
  )
}

type OtherProps = { readonly showId: string; readonly changes: number; show: Props['show'] }

function OtherLineup({ showId, changes, show }: OtherProps) {
  const { loading, lineup } = useShowLineup(showId, changes, show)
  return <Loaded loading={loading}>{() => <Lineup lineup={lineup} pin={null} />}</Loaded>
}
