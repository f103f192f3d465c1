import type { Test } from 'tap'
import { Http } from '../../src/http.ts'
import { createLog } from '../../src/log.ts'
import type { SfuSessions } from '../../src/media/rtc-ports.ts'
import { type Host, Signalling, type SignallingOptions } from '../../src/media/signalling/signalling.ts'

export const streamKey = 'key-of-tea'

export type SignallingSite = {
  readonly site: string
  readonly signalling: Signalling
  readonly hosts: Host[]
  /** What sources were told, in order. */
  readonly goodbyes: string[]
  readonly live: Set<string>
}

/** The routes of WHIP and WHEP behind real HTTP; the rooms `tea` (live) and `coffee`, gone after the test. */
export async function serveSignalling(
  t: Test,
  sfu: SfuSessions,
  overrides: Partial<SignallingOptions> = {},
): Promise<SignallingSite> {
  const log = createLog('silent')
  const hosts: Host[] = []
  const goodbyes: string[] = []
  const live = new Set(['tea'])
  const signalling = new Signalling({
    sfu,
    authorize: async key =>
      key === streamKey ? { slug: 'tea' } : key === 'key-of-coffee' ? { slug: 'coffee' } : null,
    isLive: slug => live.has(slug),
    isRoom: async slug => slug === 'tea' || slug === 'coffee',
    onHost: async host => {
      hosts.push(host)
      return { goodbye: () => goodbyes.push(host.slug) }
    },
    perMinute: { hosts: 1000, viewers: 1000, patches: 1000 },
    log,
    ...overrides,
  })
  const http = await Http.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustProxy: false,
    lanes: [],
    routes: signalling.routes,
    authenticate: async () => ({ kind: 'guest' }),
    log,
  })
  t.teardown(async () => {
    await http.close()
    await signalling.close()
  })
  return { site: `http://127.0.0.1:${http.port}`, signalling, hosts, goodbyes, live }
}
