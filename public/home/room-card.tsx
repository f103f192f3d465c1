import { PeopleIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Cover } from './cover.tsx'
import type { RoomItem } from './home-data.ts'
import { words } from './words.ts'

/** A room that is on air, or about to be. */
export function RoomCard({ room }: { room: RoomItem }) {
  const say = useWords(words)
  const title = room.show?.title ?? room.title
  const badge = room.state !== 'live' ? 'starting' : room.interrupted ? 'interrupted' : 'live'
  return (
    <li>
      <a class="room" href={`/r/${room.slug}`} data-state={room.state} data-testid="room">
        <Cover url={room.imageUrl} title={title} />
        <span class="room-badge">{say(badge)}</span>
        <span class="room-text">
          <span class="room-title">{title}</span>
          {room.state === 'live' && room.pinnedTitle !== null && (
            <span class="one-line">{say('explaining', { title: room.pinnedTitle })}</span>
          )}
          <span class="room-facts">
            {room.state === 'live' && room.viewers > 0 && (
              <span class="room-viewers">
                <PeopleIcon />
                {say('viewers', { count: room.viewers })}
              </span>
            )}
            {title !== room.title && <span>{room.title}</span>}
          </span>
        </span>
      </a>
    </li>
  )
}
