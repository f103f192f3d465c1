import type { RoomView } from '../../../src/wire.ts'
import { lasted } from '../../desk/time-text.ts'
import { PeopleIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { useNow } from '../../shared/use-now.ts'
import type { Live } from './live-state.ts'
import { cameraWords } from './words.ts'

type Props = { readonly live: Live; readonly room: RoomView }

/** One look says whether viewers see this device, for how long, and how many they are. */
export function LiveSign({ live, room }: Props) {
  const say = useWords(cameraWords)
  const now = useNow()
  const seen = live.name === 'live' && room.state === 'live' && room.interrupted === null
  const since = room.show?.startedAt ?? null
  const text = () => {
    if (live.name === 'reconnecting')
      return say('reconnecting', { seconds: Math.max(0, Math.round((now - live.since) / 1_000)) })
    if (live.name === 'live') return say(seen ? 'live' : 'connected')
    return say('connecting')
  }
  return (
    <p class={seen ? 'live-sign live-sign-on' : 'live-sign'} data-testid="live-sign" data-live={live.name}>
      <span class="state-dot" />
      <span role="status">{text()}</span>
      {seen && since !== null && <span class="lasting">{lasted(since, now)}</span>}
      {seen && (
        <span class="live-viewers" title={say('viewers', { count: room.viewers })}>
          <PeopleIcon />
          {room.viewers}
        </span>
      )}
    </p>
  )
}
