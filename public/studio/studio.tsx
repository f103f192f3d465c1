import { useCallback, useState } from 'preact/hooks'
import type { StreamState } from '../../src/wire.ts'
import { BroadcastIcon } from '../desk/icons.tsx'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { recall, remember } from '../shared/device-store.ts'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { EmptyState } from '../shared/states.tsx'
import { NewRoom, NewRoomForm } from './new-room.tsx'
import { RoomDesk } from './room-desk.tsx'
import { studioWords } from './words.ts'

export type RoomSummary = { readonly slug: string; readonly title: string; readonly state: StreamState }

/** Chooses the room: the one in the address (`/studio?room=tea`, for an OBS dock), else the last used, else the first. */
export function Studio() {
  const say = useWords(studioWords)
  const call = useCall()
  const rooms = useResource(
    useCallback((signal: AbortSignal) => allPages<RoomSummary>(call, '/api/v1/rooms', signal), [call]),
  )
  const [slug, setSlug] = useState(() => new URLSearchParams(location.search).get('room') ?? recall('room'))
  const [making, setMaking] = useState(false)

  const choose = (next: string) => {
    remember('room', next)
    history.replaceState(null, '', `?room=${encodeURIComponent(next)}`)
    setSlug(next)
  }
  const made = (room: RoomSummary) => {
    rooms.update(known => [...known.filter(other => other.slug !== room.slug), room])
    setMaking(false)
    choose(room.slug)
  }

  return (
    <Loaded loading={rooms}>
      {known => {
        const room = known.find(candidate => candidate.slug === slug) ?? known[0]
        const taken = known.map(candidate => candidate.slug)
        return (
          <>
            {room ? (
              <RoomDesk
                key={room.slug}
                slug={room.slug}
                rooms={known}
                onChoose={choose}
                onNew={() => setMaking(true)}
              />
            ) : (
              <div class="frame-middle">
                <div class="card first-room">
                  <EmptyState icon={<BroadcastIcon />} title={say('noRooms')} text={say('noRoomsText')} />
                  <NewRoomForm taken={taken} onMade={made} />
                </div>
              </div>
            )}
            {making && <NewRoom taken={taken} onMade={made} onClose={() => setMaking(false)} />}
          </>
        )
      }}
    </Loaded>
  )
}
