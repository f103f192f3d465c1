import type { ComponentChildren } from 'preact'
import type { RoomView } from '../../src/wire.ts'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { PeopleIcon } from '../shared/stage-icons.tsx'
import { words } from './words.ts'

type Props = {
  readonly room: RoomView
  readonly ended: boolean
  /** There is a picture: the last seconds of a show come after its end. */
  readonly watching: boolean
  /** What is played is not the live picture. */
  readonly behind: boolean
  readonly paused: boolean
  readonly share: ComponentChildren
  readonly children?: ComponentChildren
}

export function TopBar({ room, ended, watching, behind, paused, share, children }: Props) {
  const say = useWords(words)
  const state = watching && room.state === 'offline' ? 'live' : room.state
  const shown = behind
    ? 'behind'
    : state === 'offline' && ended
      ? 'ended'
      : state === 'live' && paused
        ? 'paused'
        : state
  return (
    <header class="top-bar">
      <div class="top-room">
        <h1 class="top-title">{room.title}</h1>
        <p class="top-facts">
          <span class="badge" data-state={shown} data-testid="status" role="status">
            {say(shown)}
          </span>
          {room.state === 'live' && (
            <span class="viewers">
              <PeopleIcon />
              <span aria-hidden="true">{room.viewers}</span>
              <span class="visually-hidden">{say('viewers', { count: room.viewers })}</span>
            </span>
          )}
          {children}
        </p>
      </div>
      <LanguageToggle class="float float-text" />
      {share}
    </header>
  )
}
