import type { RoomView } from '../../src/wire.ts'
import { PictureUpload } from '../desk/picture-upload.tsx'
import { useWords } from '../shared/language.tsx'
import { studioWords } from './words.ts'

type Props = { readonly room: RoomView; onRoom(room: RoomView): void }

/** The picture of the room where no show has one of its own, and behind "back soon". */
export function RoomCover({ room, onRoom }: Props) {
  const say = useWords(studioWords)
  return (
    <details class="fold">
      <summary class="fold-head">{say('cover')}</summary>
      <div class="fold-body">
        <PictureUpload<RoomView>
          wide
          removable
          path={`/api/v1/rooms/${encodeURIComponent(room.slug)}/cover`}
          picture={room.coverUrl}
          hint={say('coverHint')}
          onAnswer={onRoom}
        />
      </div>
    </details>
  )
}
