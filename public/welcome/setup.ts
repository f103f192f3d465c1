import type { call } from '../shared/api.ts'
import { allPages } from '../shared/pages.ts'

export type Setup = {
  readonly sampleShop: 'absent' | 'loaded'
  readonly testBroadcast: 'stopped' | 'starting' | 'live'
  readonly ready: {
    readonly ready: boolean
    readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
  }
}

const pollMs = 1_000
/** Longer than any start of FFmpeg that goes well; the host need not stay for it. */
const mostPolls = 40

/** The room to broadcast into: the first there is, else one made for it. */
export async function someRoom(caller: typeof call, title: string): Promise<string> {
  const [room] = await allPages<{ readonly slug: string }>(caller, '/api/v1/rooms')
  if (room) return room.slug
  await caller('POST', '/api/v1/rooms', { body: { slug: 'test', title } })
  return 'test'
}

/** Starts the test broadcast; true once it is live, false when that takes longer than it should. */
export async function startBroadcast(
  caller: typeof call,
  roomSlug: string,
  signal: AbortSignal,
): Promise<boolean> {
  await caller('POST', '/api/v1/setup/test-broadcast', { body: { roomSlug } })
  for (let poll = 0; poll < mostPolls; poll++) {
    const { testBroadcast } = await caller<Setup>('GET', '/api/v1/setup', { signal })
    if (testBroadcast === 'live') return true
    await new Promise(resolve => setTimeout(resolve, pollMs))
    signal.throwIfAborted()
  }
  return false
}
