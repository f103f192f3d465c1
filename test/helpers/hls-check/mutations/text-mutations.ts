import { type Draft, isMultivariant, isPlaylist, type Mutation, mutation, of } from './draft.ts'

/** In all media playlists a line more, behind the target duration. */
const line = (text: string) => (draft: Draft) =>
  draft.replace(isPlaylist, /(#EXT-X-TARGETDURATION:\d+\n)/, `$1${text}\n`)
/** In the multivariant playlist a line more. */
const top = (text: string) => (draft: Draft) => draft.text(isMultivariant, all => `${all}${text}\n`)
const inStream = (from: string | RegExp, to: string) => (draft: Draft) =>
  draft.replace(isMultivariant, from, to)
const inMedia = (from: string | RegExp, to: string) => (draft: Draft) => draft.replace(isPlaylist, from, to)
const header =
  (name: string, value: string, ...paths: RegExp[]) =>
  (draft: Draft) => {
    for (const exchange of draft.all(isMultivariant)) {
      exchange.headers[name] = value
      for (const path of paths) exchange.url = exchange.url.replace(path, '')
    }
  }

/** From the segment `n` on, to the end of its run, the dates are moved. */
function moveDates(draft: Draft, n: number, ms: number): void {
  draft.text(isPlaylist, text => {
    const lines = text.split('\n')
    const from = lines.indexOf(`${n}.m4s`) - 2
    const to = lines.indexOf('#EXT-X-DISCONTINUITY')
    return lines
      .map((each, at) =>
        at >= from && at < to
          ? each.replace(/(?<=DATE-TIME:).*/, date => new Date(Date.parse(date) + ms).toISOString())
          : each,
      )
      .join('\n')
  })
}

const noDates = (draft: Draft) => inMedia(/#EXT-X-PROGRAM-DATE-TIME:.*\n/g, '')(draft)

/** For each tag that a playlist of the sample has, or is given here: something missing, something of a wrong type. */
const ofTags: Mutation[] = [
  mutation('vod', '4.4.2.2 start-required', line('#EXT-X-START:PRECISE=YES')),
  mutation('vod', '4.4.2.2 start-values', line('#EXT-X-START:TIME-OFFSET=1,PRECISE=MAYBE')),
  mutation('vod', '4.4.2.3 define-values', line('#EXT-X-DEFINE:NAME="",VALUE=""')),
  mutation('live', '4.4.3.7 part-inf-required', inMedia('PART-TARGET=', 'X-PART-TARGET=')),
  mutation('live', '4.4.3.7 part-inf-values', inMedia('PART-TARGET=0.2', 'PART-TARGET="0.2"')),
  mutation('live', '4.4.3.8 server-control-values', inMedia('CAN-BLOCK-RELOAD=YES', 'CAN-BLOCK-RELOAD=NO')),
  mutation('vod', '4.4.4.4 key-required', line('#EXT-X-KEY:URI="key"')),
  mutation('vod', '4.4.4.4 key-values', line('#EXT-X-KEY:METHOD=AES-128,URI="key",IV=0xZZ')),
  mutation('vod', '4.4.4.5 map-required', inMedia(/#EXT-X-MAP:URI/g, '#EXT-X-MAP:X-URI')),
  mutation('vod', '4.4.4.5 map-values', inMedia(/MAP:URI="(.*)"/g, 'MAP:URI=$1')),
  mutation('live', '4.4.4.9 part-required', inMedia(',URI="1006.2.m4s"', '')),
  mutation('live', '4.4.4.9 part-values', inMedia('URI="1006.2.m4s"', '$&,INDEPENDENT=NO')),
  mutation(
    'vod',
    '4.4.5.1 daterange-required',
    line('#EXT-X-DATERANGE:START-DATE="2026-11-11T11:00:00.000Z"'),
  ),
  mutation(
    'vod',
    '4.4.5.1 daterange-values',
    line('#EXT-X-DATERANGE:ID="a",START-DATE="2026-11-11T11:00:00.000Z",DURATION=-1'),
  ),
  mutation(
    'live',
    '4.4.5.2 skip-required',
    inMedia('SKIPPED-SEGMENTS=', 'X-SKIPPED='),
    '6.2.5.1 delta',
    '6.2.5.2 deferred',
  ),
  mutation('live', '4.4.5.2 skip-values', draft => {
    draft.replace(isPlaylist, /(SKIPPED-SEGMENTS=\d)/, '$1,RECENTLY-REMOVED-DATERANGES=none')
    draft.replace(isPlaylist, 'VERSION:9', 'VERSION:10')
  }),
  mutation('live', '4.4.5.3 preload-hint-required', inMedia(/(TYPE=PART),URI=".*"/g, '$1')),
  mutation('live', '4.4.5.3 preload-hint-values', inMedia('TYPE=PART', 'TYPE=PART,BYTERANGE-START=x')),
  mutation(
    'live',
    '4.4.5.4 rendition-report-required',
    inMedia(/(REPORT:)URI=".*?",/g, '$1'),
    'B.1 rendition-reports',
  ),
  mutation('live', '4.4.5.4 rendition-report-values', inMedia(/LAST-PART=(\d)/, 'LAST-PART="$1"')),
  mutation('vod', '4.4.6.1 media-required', top('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a"')),
  mutation('vod', '4.4.6.1 media-values', top('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=X')),
  mutation('vod', '4.4.6.2 stream-inf-required', inStream(/:BANDWIDTH=\d+,/, ':')),
  mutation('vod', '4.4.6.2 stream-inf-values', inStream('FRAME-RATE=25.000', 'FRAME-RATE=fast')),
  mutation(
    'vod',
    '4.4.6.3 i-frame-stream-inf-required',
    top('#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,CODECS="x"'),
  ),
  mutation(
    'vod',
    '4.4.6.3 i-frame-stream-inf-values',
    top('#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=x,URI="i.m3u8",CODECS="x"'),
  ),
  mutation('vod', '4.4.6.4 session-data-required', top('#EXT-X-SESSION-DATA:VALUE="x"')),
  mutation('vod', '4.4.6.4 session-data-values', top('#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="b",FORMAT=XML')),
  mutation('vod', '4.4.6.5 session-key-required', top('#EXT-X-SESSION-KEY:URI="key"')),
  mutation('vod', '4.4.6.5 session-key-values', top('#EXT-X-SESSION-KEY:METHOD=AES-128,URI=key')),
  mutation('vod', '4.4.6.6 content-steering-required', top('#EXT-X-CONTENT-STEERING:PATHWAY-ID="a"')),
  mutation('vod', '4.4.6.6 content-steering-values', top('#EXT-X-CONTENT-STEERING:SERVER-URI=x')),
]

const general: Mutation[] = [
  mutation('vod', '4 identified', header('content-type', 'application/x-mpegurl', /\.m3u8$/)),
  mutation('vod', 'practice playlist-content-type', header('content-type', 'text/plain')),
  mutation('vod', '4.1 utf8', draft => {
    for (const { body } of draft.all(isPlaylist)) if (body?.kind === 'text') body.validUtf8 = false
  }),
  mutation('vod', '4.1 no-bom', inMedia(/^/, '\uFEFF')),
  mutation('vod', '4.1 no-control-characters', line('# a bell: \u0007')),
  mutation('vod', '4.1 nfc', line('# e\u0301')),
  mutation('vod', '4.1 no-whitespace', inMedia('\n3.m4s\n', '\n3.m4s \n')),
  mutation('vod', '4.4.1.1 extm3u-first', inMedia(/^/, '\n')),
  mutation('vod', '4.4.6 one-kind', top('#EXT-X-TARGETDURATION:6')),
  mutation('vod', '4.4.1.2 one-version', line('#EXT-X-VERSION:6')),
  mutation('vod', '8 version-high-enough', inMedia('VERSION:6', 'VERSION:5')),
  mutation('vod', '6.2.1 version-no-greater', inMedia('VERSION:6', 'VERSION:7')),
  mutation('vod', '4.4.2 tags-once', top('#EXT-X-INDEPENDENT-SEGMENTS')),
  mutation('vod', '4.4.3 tags-once', line('#EXT-X-PLAYLIST-TYPE:VOD')),
  mutation('vod', '4.2 attribute-list', inStream('FRAME-RATE=25.000', 'FRAME-RATE=25.000,')),
  mutation('vod', '4.2 attribute-once', inStream('FRAME-RATE=25.000', '$&,$&')),
  mutation('vod', '4.4 tag-value', inMedia('#EXT-X-ENDLIST', '#EXT-X-ENDLIST:1')),
  mutation('vod', 'practice unknown-tag', line('#EXT-X-TARGETDURATON:1')),
  mutation('vod', 'practice unknown-attribute', inStream(/BANDWIDTH=/, 'BANDWDTH=1,BANDWIDTH=')),
]

const multivariant: Mutation[] = [
  mutation('vod', '4.4.6.2 uri-line', inStream('large/index.m3u8\n', '')),
  mutation('vod', '4.4.6.2 codecs', inStream(/CODECS=".*?",/, '')),
  mutation('vod', '4.4.6.2 resolution', inStream(/RESOLUTION=\w+,/, '')),
  mutation('vod', '4.4.6.2 score-for-all', inStream(/BANDWIDTH=/, 'SCORE=1,BANDWIDTH=')),
  mutation('vod', '4.4.6.2 groups-exist', inStream(/:BANDWIDTH=/g, ':AUDIO="none",BANDWIDTH=')),
  mutation('vod', '4.4.6.2 no-captions-for-all', inStream(/:BANDWIDTH=/, ':CLOSED-CAPTIONS=NONE,BANDWIDTH=')),
  mutation('vod', '4.4.6.2.1 media-uri', top('#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="n"')),
  mutation(
    'vod',
    '4.4.6.1 attributes-by-type',
    top('#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="v",NAME="n",CHANNELS="2"'),
  ),
  mutation(
    'vod',
    '4.4.6.1 default-is-autoselect',
    top('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",DEFAULT=YES,AUTOSELECT=NO'),
  ),
  mutation('vod', '4.4.6.1.1 names-differ', draft => {
    for (let n = 0; n < 2; n++) top('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n"')(draft)
  }),
  mutation('vod', '4.4.6.1.1 one-default', draft => {
    for (const n of [1, 2]) top(`#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="${n}",DEFAULT=YES`)(draft)
  }),
  mutation('vod', '4.4.6.4 session-data', top('#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="b",URI="c"')),
  mutation('vod', '4.4.6.5 session-key', top('#EXT-X-SESSION-KEY:METHOD=NONE')),
]

const mediaPlaylist: Mutation[] = [
  mutation('vod', '4.4.3.1 target-duration', inMedia('#EXT-X-TARGETDURATION:1\n', '')),
  mutation(
    'vod',
    '4.4.3.1 target-duration-at-least-1',
    inMedia('TARGETDURATION:1', 'TARGETDURATION:0'),
    '4.4.3.1 segments-within-target',
  ),
  mutation('vod', '4.4.3.1 segments-within-target', draft => {
    draft.replace(isPlaylist, /1\.00000(?=,\n17\.m4s)/, '1.60000')
    for (const { exchange, media } of draft.media('segment')) {
      const last = exchange.ask.kind === 'segment' && exchange.ask.msn === 17
      for (const track of (last && media.fragments.at(-1)) || []) track.duration += 0.6
    }
  }),
  mutation(
    'vod',
    '4.4.3.2 media-sequence-before-segments',
    inMedia('\n3.m4s\n', '$&#EXT-X-MEDIA-SEQUENCE:0\n'),
  ),
  mutation(
    'vod',
    '4.4.3.3 discontinuity-sequence-before-segments',
    inMedia('\n3.m4s\n', '$&#EXT-X-DISCONTINUITY-SEQUENCE:0\n'),
  ),
  mutation('vod', '4.4.4.1 extinf', inMedia('#EXTINF:1.00000,\n14.m4s', '14.m4s')),
  mutation('vod', '4.4.4.1 extinf-is-exact', inMedia('1.00000,\n3.m4s', '1,\n3.m4s')),
  mutation('vod', '4.4.4.2 byterange-follows', inMedia('0.m4s', '#EXT-X-BYTERANGE:100\n0.m4s')),
  mutation('vod', '4.4.4.4 key', line('#EXT-X-KEY:METHOD=NONE,URI="key"')),
  mutation('vod', '4.4.4.6 date-precision', inMedia('11:00:03.000Z', '11:00:03Z')),
  mutation('vod', '6.2.1 date-at-discontinuity', inMedia(/#EXT-X-PROGRAM-DATE-TIME:.*\n(?=.*\n15\.m4s)/, '')),
  mutation('vod', '6.2.1 dates-unambiguous', draft => moveDates(draft, 5, -1200)),
  mutation('vod', 'practice dates-add-up', draft => moveDates(draft, 5, 200)),
  mutation('vod', '4.4.2.2 start-within', line('#EXT-X-START:TIME-OFFSET=100')),
  mutation('vod', '4.4.2.3 define', line('#EXT-X-DEFINE:NAME="a",VALUE="c",IMPORT="b"')),
  mutation(
    'vod',
    '4.4.5.1 daterange',
    line('#EXT-X-DATERANGE:ID="a",START-DATE="2026-11-11T11:00:05.000Z",END-DATE="2026-11-11T11:00:01.000Z"'),
  ),
  mutation('vod', '4.4.5.1 daterange-needs-dates', draft => {
    noDates(draft)
    line('#EXT-X-DATERANGE:ID="a",START-DATE="2026-11-11T11:00:05.000Z"')(draft)
  }),
  mutation('vod', 'practice discontinuity-sequence-small', line('#EXT-X-DISCONTINUITY-SEQUENCE:2000000')),
]

const lowLatency: Mutation[] = [
  mutation('live', '4.4.3.7 part-inf', inMedia(/#EXT-X-PART-INF.*\n/, '')),
  mutation('live', '4.4.3.8 can-skip-until', inMedia('CAN-SKIP-UNTIL=6', 'CAN-SKIP-UNTIL=5.5')),
  mutation('live', '4.4.3.8 skip-dateranges', inMedia('CAN-SKIP-UNTIL=6', 'CAN-SKIP-DATERANGES=YES')),
  mutation('live', '4.4.3.8 hold-back', inMedia(',HOLD-BACK=3', ',HOLD-BACK=2.9')),
  mutation('live', '4.4.3.8 part-hold-back', inMedia(',PART-HOLD-BACK=0.6', '')),
  mutation('live', '4.4.3.8 part-hold-back-twice', inMedia('PART-HOLD-BACK=0.6', 'PART-HOLD-BACK=0.3')),
  mutation('live', '4.4.3.8 part-hold-back-thrice', inMedia('PART-HOLD-BACK=0.6', 'PART-HOLD-BACK=0.5')),
  mutation(
    'live',
    '4.4.4.9 tags-before-first-part',
    inMedia(/(#EXT-X-PROGRAM-DATE-TIME:.*\n)(#EXT-X-PART:.*\n)/g, '$2$1'),
  ),
  mutation('live', '4.4.4.9 part-within-target', inMedia('PART-TARGET=0.2', 'PART-TARGET=0.19')),
  mutation('live', '4.4.4.9 part-long-enough', draft => {
    draft.replace(isPlaylist, 'PART-TARGET=0.2', 'PART-TARGET=0.25')
    draft.replace(isPlaylist, 'PART-HOLD-BACK=0.6', 'PART-HOLD-BACK=0.75')
  }),
  mutation('live', '4.4.4.9 no-parts-of-i-frames', draft => {
    line('#EXT-X-I-FRAMES-ONLY')(draft)
    draft.replace(isPlaylist, 'VERSION:6', 'VERSION:5')
  }),
  mutation(
    'live',
    '4.4.5.3 no-hint-after-end',
    inMedia('#EXT-X-ENDLIST', '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="x.m4s"\n$&'),
  ),
  mutation('live', '6.2.6 one-hint-of-a-type', inMedia(/#EXT-X-PRELOAD-HINT.*\n/, '$&$&')),
  mutation('live', 'B.1 hint', inMedia(/#EXT-X-PRELOAD-HINT.*\n/, '')),
  mutation('live', 'B.1 dates', noDates),
  mutation('live', '4.4.5.4 report-uri-relative', draft =>
    draft.text(of('large'), text => {
      const other = draft.one(of('small')).url.split('?')[0]
      return text.replace('"../small/index.m3u8"', `"${other}"`)
    }),
  ),
  mutation('live', 'B.1 rendition-reports', inMedia(/#EXT-X-RENDITION-REPORT.*\n/, '')),
  mutation('live', '6.2.2 old-parts-removed', draft => {
    const { exchange, text } = draft.at('small', 1010, 2)
    const old = text.replace('#EXTINF', '#EXT-X-PART:DURATION=0.20000,URI="old.m4s"\n#EXTINF')
    draft.insertPlain(exchange, [text, old])
  }),
  mutation('event', 'B.1 low-latency-offered', draft => {
    draft.evidence.expect = { lowLatency: true }
  }),
]

export const textMutations: readonly Mutation[] = [
  ...ofTags,
  ...general,
  ...multivariant,
  ...mediaPlaylist,
  ...lowLatency,
]
