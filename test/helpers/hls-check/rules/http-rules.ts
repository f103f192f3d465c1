import type { Exchange } from '../evidence.ts'
import type { Listing } from '../fetched.ts'
import { contains, type MediaPlaylist, nextMsn } from '../media-playlist.ts'
import { type Rule, rule, unless, type Verdict } from '../rule.ts'
import { type Asked, isAsked, type Scene } from '../scene.ts'
import { playlistOf } from '../walk.ts'

/** A request and its answer, and what was known of its rendition. */
export type HttpSubject = {
  readonly exchange: Exchange
  readonly scene: Scene
  readonly listing: Listing | null
  /** The newest playlist of the rendition that had come when this was asked for. */
  readonly known: MediaPlaylist | null
}

const took = ({ askedAt, endedAt }: Exchange): number => endedAt - askedAt
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const said = ({ status, error }: Exchange): string => `${status ?? error}`
const good = ({ status }: Exchange): boolean => status === 200 || status === 206
const isGone = ({ status }: Exchange): boolean => status === 404 || status === 410
const refused = ({ status }: Exchange): boolean => status !== null && status >= 400 && status < 500

/** For rules on one kind of request. */
function on<Kind extends Exchange['ask']['kind']>(
  kind: Kind,
  check: (exchange: Asked<Kind>, subject: HttpSubject) => Verdict,
) {
  return (subject: HttpSubject): Verdict =>
    isAsked(subject.exchange, kind) ? check(subject.exchange, subject) : null
}

const onProbe = (name: string, check: (exchange: Asked<'playlist'>, subject: HttpSubject) => Verdict) =>
  on('playlist', (exchange, subject) => (exchange.ask.probe === name ? check(exchange, subject) : null))

/** Blocked requests of a player, while the playlist goes on. */
const onBlocked = (
  check: (exchange: Asked<'playlist'>, subject: HttpSubject, msn: number, part: number | null) => Verdict,
) =>
  on('playlist', (exchange, subject) => {
    const { directives, client } = exchange.ask
    if (directives.msn === undefined || client === 'probe') return null
    return check(exchange, subject, directives.msn, directives.part ?? null)
  })

function maxAge({ headers }: Exchange): number | null {
  const [, value] = /(?:^|[\s,])max-age=(\d+)/.exec(headers['cache-control'] ?? '') ?? []
  return value === undefined ? null : Number(value)
}

/** Whether the server owed at that time what was asked for: it was listed shortly before, or still is. */
function owed(
  listing: Listing | null,
  listedAt: number | undefined,
  exchange: Exchange,
  ms: number,
): boolean {
  if (listedAt === undefined) return false
  return listing?.lasting === true || exchange.endedAt <= listedAt + ms || exchange.askedAt <= listedAt
}

const mediaTypes = /^(video\/(mp4|iso\.segment|mp2t)|audio\/\w+|application\/mp4|text\/vtt)\b/

export const httpRules: readonly Rule<HttpSubject>[] = [
  rule('practice', 'playlist-answers', 'PRACTICE', ({ exchange, known }) => {
    if (!isAsked(exchange, 'playlist') && !isAsked(exchange, 'multivariant')) return null
    if (isAsked(exchange, 'playlist') && (exchange.ask.client === 'probe' || known === null)) return null
    const blocked = isAsked(exchange, 'playlist') && exchange.ask.directives.msn !== undefined
    // Before the first answer a broadcast may be about to start; a presentation that is gone says so.
    if (exchange.status === 503 && (blocked || isAsked(exchange, 'multivariant'))) return null
    if (blocked && exchange.status === null) return null
    return unless(good(exchange) || isGone(exchange), `the playlist was answered with ${said(exchange)}`)
  }),
  rule('6.2.1', 'gzip', 'SHOULD', ({ exchange }) =>
    exchange.body?.kind === 'text'
      ? unless(
          exchange.headers['content-encoding'] === 'gzip',
          `a playlist is not compressed, though gzip was offered`,
        )
      : null,
  ),
  rule(
    '6.2.1',
    'segment-available',
    'MUST',
    on('segment', (exchange, { listing }) => {
      const { msn } = exchange.ask
      const ms = (listing?.segments.get(msn)?.duration ?? 0) * 1000
      if (!good(exchange) && !owed(listing, listing?.segmentListedAt.get(msn), exchange, ms)) return null
      return unless(good(exchange), `${exchange.url} is listed, but was answered with ${said(exchange)}`)
    }),
  ),
  rule(
    '6.2.1',
    'part-available',
    'MUST',
    on('part', (exchange, { listing, known }) => {
      if (exchange.ask.place === null) return null
      const ms = 3000 * (known?.targetDuration ?? 0)
      if (!good(exchange) && !owed(listing, listing?.partListedAt.get(exchange.url), exchange, ms))
        return null
      return unless(good(exchange), `${exchange.url} is listed, but was answered with ${said(exchange)}`)
    }),
  ),
  rule(
    '4.4.4.5',
    'map-available',
    'MUST',
    on('map', exchange => unless(good(exchange), `${exchange.url} was answered with ${said(exchange)}`)),
  ),
  rule(
    '6.2.1',
    'full-speed',
    'SHOULD',
    on('segment', (exchange, { scene, known }) =>
      good(exchange)
        ? unless(
            exchange.endedAt - exchange.beganAt <= scene.slack(known?.targetDuration ?? null),
            `${exchange.url} took ${seconds(exchange.endedAt - exchange.beganAt)} from its first byte on`,
          )
        : null,
    ),
  ),
  rule(
    '6.2.6',
    'part-at-once',
    'MUST',
    on('part', (exchange, { scene, known }) =>
      good(exchange)
        ? unless(
            exchange.endedAt - exchange.beganAt <= scene.slack(known?.targetDuration ?? null),
            `${exchange.url} came over ${seconds(exchange.endedAt - exchange.beganAt)}, not at once`,
          )
        : null,
    ),
  ),
  rule(
    '6.2.2',
    'segment-kept',
    'MUST',
    on('kept', exchange => kept(exchange, 'segment')),
  ),
  rule(
    '6.2.2',
    'part-kept',
    'MUST',
    on('kept', exchange => kept(exchange, 'part')),
  ),
  rule(
    '6.2.2',
    'expires',
    'SHOULD',
    // RFC 9111, 5.3: max-age says the same as Expires, and goes before it.
    on('segment', (exchange, { known }) =>
      !good(exchange) || known === null || known.ended || known.type !== null
        ? null
        : unless(
            exchange.headers.expires !== undefined || maxAge(exchange) !== null,
            `${exchange.url} does not say how long it can be kept`,
          ),
    ),
  ),
  rule('practice', 'media-content-type', 'PRACTICE', ({ exchange }) =>
    exchange.body?.kind === 'media' && exchange.ask.kind !== 'unknown'
      ? unless(
          mediaTypes.test(exchange.headers['content-type'] ?? ''),
          `${exchange.url} is of type ${exchange.headers['content-type'] ?? 'unsaid'}`,
        )
      : null,
  ),
  rule('B.1', 'range-requests', 'MUST', ({ exchange }) =>
    / \d+\+\d+$/.test(exchange.url) && good(exchange)
      ? unless(exchange.status === 206, `a byte range of ${exchange.url} was answered with ${said(exchange)}`)
      : null,
  ),
  rule(
    'B.1',
    'http2',
    'SHOULD',
    on('playlist', (exchange, { known }) =>
      exchange.url.startsWith('https:') && known?.partTarget != null && good(exchange)
        ? unless(exchange.httpVersion === '2', 'low latency is offered, but not over HTTP/2')
        : null,
    ),
  ),
  rule(
    'B.1',
    'cache-control',
    'PRACTICE',
    on('playlist', exchange =>
      good(exchange)
        ? unless(exchange.headers['cache-control'] !== undefined, 'a playlist has no Cache-Control')
        : null,
    ),
  ),
  rule(
    'practice',
    'playlist-not-stale',
    'PRACTICE',
    on('playlist', exchange => {
      const playlist = playlistOf(exchange)
      if (exchange.ask.client !== 'plain' || !playlist || playlist.ended) return null
      const age = maxAge(exchange)
      return unless(
        age === null || age <= (playlist.targetDuration ?? 0),
        `a live playlist may be kept for ${age} s, longer than its target duration`,
      )
    }),
  ),
  rule(
    '6.2.5.2',
    'deferred',
    'MUST',
    onBlocked((exchange, _, msn, part) => {
      const playlist = playlistOf(exchange)
      if (!playlist || playlist.ended) return null
      return unless(
        contains(playlist, msn, part),
        `part ${part ?? '-'} of ${msn} was asked for, but ${nextMsn(playlist)} is not so far`,
      )
    }),
  ),
  rule(
    '6.2.5.2',
    'block-limit',
    'SHOULD',
    onBlocked((exchange, { scene, known }, msn, part) => {
      const limit = 3000 * (known?.targetDuration ?? 6) + scene.slack(known?.targetDuration ?? null)
      return unless(
        took(exchange) <= limit,
        `part ${part ?? '-'} of ${msn} was waited for ${seconds(took(exchange))}: ${said(exchange)}`,
      )
    }),
  ),
  rule(
    '6.2.5.2',
    'answered-when-there',
    'MUST',
    onBlocked((exchange, { scene, known }, msn, part) => {
      if (!good(exchange)) return null
      const there = scene
        .seen(exchange.ask.rendition)
        .find(other => other.exchange !== exchange && contains(other.playlist, msn, part))
      if (!there) return []
      const late = exchange.endedAt - Math.max(there.exchange.endedAt, exchange.askedAt)
      return unless(
        late <= scene.slack(known?.targetDuration ?? null),
        `part ${part ?? '-'} of ${msn} was there for others ${seconds(late)} before`,
      )
    }),
  ),
  rule(
    '6.2.5.2',
    'entire-playlist',
    'MUST',
    on('playlist', (exchange, { scene, known }) => {
      const playlist = playlistOf(exchange)
      const { ask } = exchange
      if (ask.directives.skip) return null
      if (ask.probe === 'long-gone') {
        const quick = took(exchange) <= scene.slack(known?.targetDuration ?? null)
        return unless(
          playlist !== null && quick,
          `${ask.directives.msn} is long gone, but was answered with ${said(exchange)} ` +
            `after ${seconds(took(exchange))}`,
        )
      }
      return playlist && unless(playlist.skipped === null, 'EXT-X-SKIP came without being asked for')
    }),
  ),
  rule(
    '6.2.5.2',
    'part-needs-msn',
    'MUST',
    onProbe('part-without-msn', exchange =>
      unless(refused(exchange), `_HLS_part without _HLS_msn was answered with ${said(exchange)}`),
    ),
  ),
  rule(
    '6.2.5.2',
    'too-far',
    'SHOULD',
    onProbe('too-far', exchange =>
      unless(
        refused(exchange),
        `_HLS_msn=${exchange.ask.directives.msn}, a thousand ahead, was answered with ${said(exchange)}`,
      ),
    ),
  ),
  rule(
    '6.2.5.2',
    'ignored-after-end',
    'MUST',
    onProbe('after-end', (exchange, { scene, known }) =>
      unless(
        good(exchange) && took(exchange) <= scene.slack(known?.targetDuration ?? null),
        `_HLS_msn after the end was answered with ${said(exchange)} after ${seconds(took(exchange))}`,
      ),
    ),
  ),
  rule(
    '6.2.5.1',
    'skip-ignored',
    'MUST',
    on('playlist', exchange => {
      const { probe } = exchange.ask
      if (probe !== 'after-end' && probe !== 'skip-not-offered') return null
      const playlist = playlistOf(exchange)
      return playlist && unless(playlist.skipped === null, `_HLS_skip was not ignored (${probe})`)
    }),
  ),
  rule(
    '6.2.6',
    'not-found',
    'SHOULD',
    on('unknown', exchange =>
      unless(isGone(exchange), `${exchange.url}, which is nothing, was answered with ${said(exchange)}`),
    ),
  ),
]

function kept(exchange: Asked<'kept'>, what: 'segment' | 'part'): Verdict {
  const { ask } = exchange
  if (ask.what !== what || (!good(exchange) && exchange.endedAt > ask.owedUntil)) return null
  return unless(
    good(exchange),
    `${exchange.url} was answered with ${said(exchange)}, ${seconds(ask.owedUntil - exchange.endedAt)} too early`,
  )
}
