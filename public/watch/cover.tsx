import type { RoomView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { words } from './words.ts'

type Props = { readonly room: RoomView; readonly ended: boolean; onBrowse(): void }

/** Instead of a picture: on the way, not live, or over. */
export function Cover({ room, ended, onBrowse }: Props) {
  const say = useWords(words)
  const kind = room.state === 'starting' ? 'starting' : ended ? 'ended' : 'offline'
  const hasProducts = room.lineup.length > 0
  return (
    <div class="cover" data-kind={kind}>
      <div class="cover-mark" aria-hidden="true">
        {[...room.title][0]}
      </div>
      <p class="cover-title">{say(`${kind}Title`)}</p>
      <p class="cover-text">
        {kind !== 'ended' && say(`${kind}Text`)} {hasProducts && kind !== 'starting' && say('stillSold')}
      </p>
      {hasProducts && (
        <button type="button" class="button button-primary cover-browse" onClick={onBrowse}>
          {say('browse')}
        </button>
      )}
    </div>
  )
}
