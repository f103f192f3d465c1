import { useCallback } from 'preact/hooks'
import type { StreamState } from '../../src/wire.ts'
import { BroadcastIcon, ExternalIcon } from '../desk/icons.tsx'
import { InlineEdit } from '../desk/inline-edit.tsx'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { EmptyState } from '../shared/states.tsx'
import { adminWords } from './words.ts'

type RoomRow = {
  readonly slug: string
  readonly title: string
  readonly state: StreamState
  readonly lineupCount: number
}

export function Rooms() {
  const say = useWords(adminWords)
  const call = useCall()
  const rooms = useResource(
    useCallback((signal: AbortSignal) => allPages<RoomRow>(call, '/api/v1/rooms', signal), [call]),
  )
  const rename = async (slug: string, title: string) => {
    await call('PATCH', `/api/v1/rooms/${encodeURIComponent(slug)}`, { body: { title } })
    rooms.update(known => known.map(room => (room.slug === slug ? { ...room, title } : room)))
  }
  return (
    <Loaded loading={rooms}>
      {known =>
        known.length === 0 ? (
          <EmptyState icon={<BroadcastIcon />} title={say('roomsEmpty')} text={say('roomsEmptyText')}>
            <a class="button button-secondary" href="/studio">
              {say('toStudio')}
            </a>
          </EmptyState>
        ) : (
          <table class="table">
            <thead>
              <tr>
                <th>{say('roomTitle')}</th>
                <th>{say('slug')}</th>
                <th>{say('state')}</th>
                <th class="number">{say('lineup')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {known.map(room => (
                <tr key={room.slug}>
                  <td class="table-head-cell">
                    <InlineEdit
                      quietLabel
                      label={say('roomTitle')}
                      value={room.title}
                      maxLength={80}
                      save={text => (text.trim() === '' ? say('needTitle') : rename(room.slug, text.trim()))}
                    />
                  </td>
                  <td data-label={say('slug')}>
                    <a href={`/r/${encodeURIComponent(room.slug)}`}>/r/{room.slug}</a>
                  </td>
                  <td data-label={say('state')}>{say(room.state)}</td>
                  <td data-label={say('lineup')} class="number">
                    {room.lineupCount}
                  </td>
                  <td class="table-action">
                    <a class="button button-secondary" href={`/studio?room=${encodeURIComponent(room.slug)}`}>
                      <ExternalIcon />
                      {say('toStudio')}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Loaded>
  )
}
