import type { RoomView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { PeopleIcon, PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import type { SocketStatus } from '../shared/socket.ts'
import type { RoomSummary } from './studio.tsx'
import { studioWords } from './words.ts'

type Props = {
  readonly room: RoomView
  readonly status: SocketStatus
  readonly rooms: readonly RoomSummary[]
  /** This device is live in this room. */
  readonly locked: boolean
  onChoose(slug: string): void
  onNew(): void
}

export function RoomBar({ room, status, rooms, locked, onChoose, onNew }: Props) {
  const say = useWords(studioWords)
  return (
    <div class="room-bar">
      <span class={`state state-${room.state}`} data-testid="state" data-state={room.state} role="status">
        <span class="state-dot" />
        {say(room.state)}
      </span>
      <select
        class="room-select"
        aria-label={say('room')}
        data-testid="room"
        value={room.slug}
        disabled={locked}
        onChange={event => onChoose(event.currentTarget.value)}
      >
        {rooms.map(({ slug, title }) => (
          <option key={slug} value={slug}>
            {slug === room.slug ? room.title : title}
          </option>
        ))}
      </select>
      <span class="viewers" title={say('viewers', { count: room.viewers })}>
        <PeopleIcon />
        <span aria-hidden="true">{room.viewers}</span>
        <span class="visually-hidden">{say('viewers', { count: room.viewers })}</span>
      </span>
      <Button
        kind="quiet"
        icon
        aria-label={say('newRoom')}
        title={say('newRoom')}
        disabled={locked}
        onClick={onNew}
      >
        <PlusIcon />
      </Button>
      {status === 'waiting' && (
        <p class="room-bar-lost" role="alert">
          {say('reconnecting')}
        </p>
      )}
    </div>
  )
}
