import { playlistOf } from '../walk.ts'
import {
  type Draft,
  type DraftExchange,
  isDelta,
  isPlaylist,
  isProbe,
  type Mutation,
  mutation,
  of,
  rendition,
  type Where,
} from './draft.ts'

/** The plain client sees a good playlist, and then this one. */
const thenPlain = (msn: number, part: number, rewrite: (text: string) => string) => (draft: Draft) => {
  const { exchange, text } = draft.at('small', msn, part)
  draft.insertPlain(exchange, [text, rewrite(text)])
}

const partLines = (msn: number): RegExp => new RegExp(`#EXT-X-PART:.*"${msn}\\.\\d\\.m4s".*\\n`, 'g')

/** Takes segments from the top of a playlist, with the tags of theirs alone. */
function withoutFirst(text: string, count: number): string {
  const lines = text.split('\n')
  const uris = lines.flatMap((each, n) => (/^\d+\.m4s$/.test(each) ? [n] : []))
  const first = lines.findIndex(each => /^#EXT-X-(MAP|PROGRAM-DATE-TIME|DISCONTINUITY$)/.test(each))
  const map = lines.find(each => each.startsWith('#EXT-X-MAP')) ?? ''
  const dropped = uris[count - 1] ?? 0
  return [...lines.slice(0, first), map, ...lines.slice(dropped + 1)].join('\n')
}

const updates: Mutation[] = [
  mutation('live', '6.2.2 media-sequence-never-back', draft => {
    const { exchange } = draft.at('small', 1011, 2)
    draft.insertPlain(exchange, [draft.at('small', 1011, 2).text, draft.at('small', 1010, 2).text])
  }),
  mutation('live', '6.2.2 media-sequence-counts-removed', draft => {
    const { exchange, text } = draft.at('small', 1011, 2)
    const next = draft.at('small', 1012, 2)
    draft.dropPlain('small', exchange, next.exchange)
    const moved = text.replace(/MEDIA-SEQUENCE:(\d+)/, (_, n) => `MEDIA-SEQUENCE:${Number(n) + 1}`)
    draft.insertPlain(exchange, [text, moved])
    draft.insertPlain(next.exchange, [next.text])
  }),
  mutation('event', '6.2.1 segments-unchanged', draft =>
    draft.append(text => text.replace('1.00000,\n3.m4s', '1.01000,\n3.m4s')),
  ),
  mutation('event', '6.2.1 segments-not-withdrawn', draft => {
    const plain = draft.all(of('small')).filter(exchange => !playlistOf(exchange)?.ended)
    const last = plain.at(-1) as DraftExchange
    const text = playlistOf(last)?.text.text ?? ''
    draft.insertPlain(last, [text.replace(/(#EXT-X-PROGRAM-DATE-TIME.*\n#EXTINF.*\n.*\n){1}$/, '')])
    draft.endAfter(last, 1)
  }),
  mutation(
    'live',
    '6.2.1 parts-unchanged',
    thenPlain(1010, 3, text => text.replace('DURATION=0.20000,URI="1010.1', 'DURATION=0.19000,URI="1010.1')),
  ),
  mutation(
    'live',
    '6.2.1 parts-not-withdrawn',
    thenPlain(1010, 3, text => text.replace(/#EXT-X-PART:.*"1010\.3\.m4s".*\n/, '')),
  ),
  mutation(
    'live',
    '6.2.2 parts-removed-in-order',
    thenPlain(1010, 2, text => text.replace(partLines(1009), '')),
  ),
  mutation(
    'live',
    '6.2.1 parts-stay-at-live-edge',
    thenPlain(1010, 2, text =>
      [1007, 1008, 1009].reduce((rest, msn) => rest.replace(partLines(msn), ''), text),
    ),
  ),
  mutation('live', '6.2.2 discontinuity-sequence-never-back', draft =>
    draft.append(text => text.replace('DISCONTINUITY-SEQUENCE:7', 'DISCONTINUITY-SEQUENCE:6')),
  ),
  mutation('live', '6.2.2 discontinuity-sequence-counts-removed', draft =>
    draft.append(text => text.replace('DISCONTINUITY-SEQUENCE:7', 'DISCONTINUITY-SEQUENCE:8')),
  ),
  mutation(
    'live',
    '6.2.2 discontinuity-sequence-said',
    draft => {
      for (const name of ['large', 'small']) {
        const before = draft.at(name, 1010, 1)
        const { exchange, text } = draft.at(name, 1011, 1)
        draft.dropPlain(name, before.exchange, exchange)
        draft.insertPlain(before.exchange, [before.text])
        draft.insertPlain(exchange, [text.replace(/#EXT-X-DISCONTINUITY-SEQUENCE.*\n/, '')])
      }
    },
    // When it is said again, it is another.
    '6.2.2 discontinuity-sequence-counts-removed',
  ),
  mutation('event', '6.2.1 target-duration-constant', draft =>
    draft.append(text => text.replace('TARGETDURATION:1', 'TARGETDURATION:2')),
  ),
  mutation('live', '6.2.1 header-constant', draft =>
    draft.append(text => text.replace('PART-TARGET=0.2', 'PART-TARGET=0.19')),
  ),
  mutation('event', '4.4.3.4 end-is-final', draft =>
    draft.append(text => text.replace('#EXT-X-ENDLIST\n', '')),
  ),
  mutation('vod', '6.2.1 vod-constant', draft => draft.append(text => `${text}# more\n`)),
  mutation('event', '6.2.1 event-only-grows', draft =>
    draft.append(text =>
      withoutFirst(text, 1).replace(
        '#EXT-X-PLAYLIST-TYPE',
        '#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n$&',
      ),
    ),
  ),
  mutation('live', '6.2.2 live-long-enough', draft => {
    const { exchange, text } = draft.at('small', 1010, 2)
    const short = withoutFirst(text, 6).replace('MEDIA-SEQUENCE:1002', 'MEDIA-SEQUENCE:1008')
    draft.insertPlain(exchange, [text, short])
    draft.endAfter(exchange, 2)
  }),
]

const isKind =
  (kind: DraftExchange['ask']['kind']): Where =>
  ({ ask }) =>
    ask.kind === kind
const kept =
  (what: string): Where =>
  ({ ask }) =>
    ask.kind === 'kept' && ask.what === what
const listedPart: Where = ({ ask, url }) => ask.kind === 'part' && ask.place !== null && url.includes('1006.')
const hinted: Where = ({ ask, status, url }) =>
  ask.kind === 'part' && ask.place === null && status === 200 && url.includes('1010.2')

/** A low-latency answer that holds just what was asked for, and not the last part of a segment. */
const blocked: Where = exchange => {
  const { ask } = exchange
  if (ask.kind !== 'playlist' || ask.client !== 'low-latency') return false
  return ask.directives.part === 2 && playlistOf(exchange)?.openParts.length === 3
}

function lose(draft: Draft, what: 'segment' | 'part'): void {
  const exchange = draft.one(kept(what))
  draft.answer(kept(what), 404)
  if (exchange.ask.kind === 'kept') exchange.ask.owedUntil = exchange.endedAt + 1000
}

const http: Mutation[] = [
  mutation('event', 'practice playlist-answers', draft => {
    const plain = draft.all(of('small'))[4]
    draft.answer(exchange => exchange === plain, 500)
  }),
  mutation('vod', '6.2.1 gzip', draft => {
    for (const { headers } of draft.all(isPlaylist)) delete headers['content-encoding']
  }),
  mutation('event', '6.2.1 segment-available', draft => draft.answer(isKind('segment'), 404)),
  mutation('live', '6.2.1 part-available', draft => draft.answer(listedPart, 404)),
  mutation('live', '4.4.4.5 map-available', draft => draft.answer(isKind('map'), 404)),
  mutation('event', '6.2.1 full-speed', draft => {
    const segment = draft.one(isKind('segment'))
    segment.beganAt = segment.endedAt - 3000
  }),
  mutation('live', '6.2.6 part-at-once', draft => {
    const part = draft.one(isKind('part'))
    part.beganAt = part.endedAt - 3000
  }),
  mutation('live', '6.2.2 segment-kept', draft => lose(draft, 'segment')),
  mutation('live', '6.2.2 part-kept', draft => lose(draft, 'part')),
  mutation('live', '6.2.2 expires', draft => {
    for (const { headers } of draft.all(isKind('segment'))) delete headers['cache-control']
  }),
  mutation('vod', 'practice media-content-type', draft => {
    draft.one(isKind('segment')).headers['content-type'] = 'text/plain'
  }),
  mutation('vod', 'B.1 range-requests', draft => {
    draft.one(isKind('segment')).url += ' 0+100'
  }),
  mutation('live', 'B.1 http2', draft => {
    for (const exchange of draft.all(isPlaylist)) exchange.httpVersion = '1.1'
  }),
  mutation('vod', 'B.1 cache-control', draft => {
    for (const { headers } of draft.all(isPlaylist)) delete headers['cache-control']
  }),
  mutation('live', 'practice playlist-not-stale', draft => {
    for (const { headers } of draft.all(isPlaylist)) headers['cache-control'] = 'max-age=60'
  }),
  mutation('vod', '6.2.6 not-found', draft => {
    // A recording is not asked for what it does not have.
    const copy = structuredClone(draft.one(isKind('segment')))
    copy.ask = { kind: 'unknown', rendition: rendition(copy) }
    copy.body = null
    draft.exchanges.push(copy)
  }),
]

const delivery: Mutation[] = [
  mutation('live', '6.2.5.2 deferred', draft => {
    const { ask } = draft.one(blocked)
    if (ask.kind === 'playlist') ask.directives.part = 3
  }),
  mutation('live', '6.2.5.2 block-limit', draft => {
    draft.one(blocked).askedAt -= 100_000
  }),
  mutation('live', '6.2.5.2 answered-when-there', draft => {
    draft.one(blocked).endedAt += 2500
  }),
  mutation('live', '6.2.5.2 entire-playlist', draft => draft.answer(isProbe('long-gone'), 404)),
  mutation('live', '6.2.5.2 part-needs-msn', draft => draft.answer(isProbe('part-without-msn'), 200)),
  mutation('live', '6.2.5.2 too-far', draft => draft.answer(isProbe('too-far'), 503)),
  mutation('live', '6.2.5.2 ignored-after-end', draft => draft.answer(isProbe('after-end'), 503)),
  mutation('live', '6.2.5.1 skip-ignored', draft =>
    draft.text(isProbe('after-end'), text =>
      text.replace('VERSION:6', 'VERSION:9').replace('#EXT-X-MAP', '#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n$&'),
    ),
  ),
  mutation('live', '6.2.5.1 delta', draft => {
    for (const delta of draft.all(isDelta)) {
      const twin = draft.all(
        ({ ask, body, url }) =>
          ask.kind === 'playlist' &&
          ask.client === 'low-latency' &&
          body?.kind === 'text' &&
          url === delta.url.replace('&_HLS_skip=YES', ''),
      )
      delta.body = twin[0]?.body ?? delta.body
    }
  }),
  mutation('live', '6.2.5.1 skip-boundary', draft =>
    draft.text(isDelta, text => withoutFirst(text, 2).replace('SEGMENTS=2', 'SEGMENTS=4')),
  ),
  mutation('live', '6.2.5.1 delta-keeps-the-rest', draft =>
    draft.replace(isDelta, /#EXT-X-PROGRAM-DATE-TIME.*\n/, ''),
  ),
  mutation('live', '6.2.6 hint-available', draft => draft.answer(hinted, 404)),
  mutation('live', '4.4.5.3 hint-matches', draft => {
    const hint = draft.one(hinted)
    hint.url = hint.url.replace('1010.2', 'other')
  }),
  mutation('live', '6.2.6 hint-not-published', draft =>
    draft.answer(({ ask, status }) => ask.kind === 'part' && ask.place === null && status === 404, null),
  ),
  mutation(
    'live',
    '4.4.5.4 report-is-true',
    draft => draft.text(of('large'), text => text.replace(/LAST-MSN=1010/, 'LAST-MSN=1004')),
    'B.1 renditions-in-sync',
  ),
  mutation('live', 'B.1 renditions-in-sync', draft => {
    // Nobody knows how far the other one is.
    draft.evidence.exchanges = draft.exchanges.filter(
      exchange =>
        !(of('small')(exchange) && exchange.ask.kind === 'playlist' && exchange.ask.client === 'low-latency'),
    )
    draft.text(of('large'), text => text.replace(/LAST-MSN=1010,LAST-PART=3/, 'LAST-MSN=1010,LAST-PART=0'))
  }),
  mutation('event', '6.2.1 new-segment-in-time', draft => {
    const last = draft.all(of('small')).findLast(exchange => playlistOf(exchange)?.ended === false)
    if (!last) throw new Error('it ends too soon')
    draft.insertPlain(last, [playlistOf(last)?.text.text ?? ''], 10_000)
    draft.endAfter(last, 1)
  }),
  mutation('live', '6.2.1 new-part-in-time', draft => {
    const { exchange, text } = draft.at('small', 1010, 0)
    draft.insertPlain(exchange, [text], 1500)
    draft.endAfter(exchange, 1)
  }),
]

export const trafficMutations: readonly Mutation[] = [...updates, ...http, ...delivery]
