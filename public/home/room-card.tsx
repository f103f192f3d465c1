import { PeopleIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import type { RoomItem } from './room-order.ts'
import { words } from './words.ts'

export function RoomCard({ room }: { room: RoomItem }) {
  const say = useWords(words)
  return (
    <li>
      <a class="room" href={`/r/${room.slug}`} data-state={room.state} data-testid="room">
        {room.imageUrl === null ? (
          <span class="room-art" aria-hidden="true">
            {[...room.title][0]}
          </span>
        ) : (
          <img class="room-picture" src={room.imageUrl} alt="" />
        )}
        <span class="room-badge">{say(room.state)}</span>
        <span class="room-text">
          <span class="room-title">{room.title}</span>
          <span class="room-facts">
            {room.state === 'live' && (
              <span class="room-viewers">
                <PeopleIcon />
                {say('viewers', { count: room.viewers })}
              </span>
            )}
            {room.lineupCount > 0 && <span>{say('products', { count: room.lineupCount })}</span>}
          </span>
        </span>
      </a>
    </li>
  )
}
