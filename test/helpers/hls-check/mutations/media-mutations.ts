import {
  type Draft,
  type DraftExchange,
  isMultivariant,
  isPlaylist,
  type Mutation,
  mutation,
  of,
} from './draft.ts'

type Media = ReturnType<Draft['media']>[number]['media']
type Init = NonNullable<Media['init']>

const map = (change: (init: Init, media: Media) => void) => (draft: Draft) => {
  const [first] = draft.media('map')
  if (!first?.media.init) throw new Error('there is no map')
  change(first.media.init, first.media)
}

/** Changes a segment by its number; in one of the renditions, or in both. */
const segment =
  (msn: number, change: (media: Media) => void, name = '') =>
  (draft: Draft) => {
    for (const { exchange, media } of draft.media('segment')) {
      if (exchange.ask.kind !== 'segment' || exchange.ask.msn !== msn) continue
      if (exchange.url.includes(`/${name}`)) change(media)
    }
  }

/** The part of that address, of the large rendition. */
const part = (uri: string, change: (media: Media) => void) => (draft: Draft) => {
  for (const { exchange, media } of draft.media('part')) {
    if (exchange.url.endsWith(`/large/${uri}`)) change(media)
  }
}

const tracks = ({ fragments }: Media) => fragments.flat()
const video = 1
const audio = 2

/** From segment 5 on there is another map. */
const otherMap = (change: (init: Init) => void) => (draft: Draft) => {
  const [first] = draft.media('map').filter(({ exchange }) => exchange.url.includes('/small/init-0'))
  if (!first) throw new Error('there is no map')
  const copy: DraftExchange = structuredClone(first.exchange)
  copy.url = copy.url.replace('init-0', 'init-9')
  if (copy.body?.kind === 'media' && copy.body.media.init) change(copy.body.media.init)
  draft.exchanges.push(copy)
  for (const { exchange } of draft.media('segment')) {
    const { ask } = exchange
    if (ask.kind === 'segment' && ask.map === first.exchange.url && ask.msn >= 5) ask.map = copy.url
  }
}

/** A rendition lacks a segment; those behind it have its number. */
const lack = (msn: number) => (draft: Draft) => {
  draft.text(of('small'), text =>
    text.replace(new RegExp(`(#EXT-X-PROGRAM.*\\n)#EXTINF.*\\n${msn}\\.m4s\\n`), ''),
  )
  draft.evidence.exchanges = draft.exchanges.filter(
    ({ ask, url }) => !(ask.kind === 'segment' && url.includes('/small/') && ask.msn === msn),
  )
  for (const { ask, url } of draft.exchanges) {
    if (ask.kind === 'segment' && url.includes('/small/') && ask.msn > msn) ask.msn--
  }
}

const inStream = (from: string | RegExp, to: string) => (draft: Draft) =>
  draft.replace(isMultivariant, from, to)

const ofMedia: Mutation[] = [
  mutation('vod', '3.1.2 init-readable', draft => {
    for (const { media } of draft.media('map')) Object.assign(media, { init: null, format: 'unknown' })
  }),
  mutation(
    'vod',
    '3.1.2 init-ftyp',
    map(init => init.brands.splice(0, 99, 'isom')),
  ),
  mutation(
    'vod',
    '3.1 init-without-samples',
    map(init => init.order.push('mdat')),
  ),
  mutation(
    'vod',
    '3.1.2 init-durations-zero',
    map(init => (init.movieDuration = 5)),
  ),
  mutation(
    'vod',
    '3.1.2 init-mvex',
    map(init => (init.movie = init.movie.filter(type => type !== 'mvex'))),
  ),
  mutation(
    'vod',
    '3.1.2 init-mvex-last',
    map(init => (init.movie = ['mvhd', 'mvex', 'trak', 'trak'])),
  ),
  mutation(
    'vod',
    '3.1.2 no-external-data',
    map(init => {
      for (const track of init.tracks) track.external = true
    }),
  ),
  mutation(
    'event',
    '3.1 format',
    segment(5, media =>
      Object.assign(media, { format: 'unknown', broken: 'moof does not fit', fragments: [] }),
    ),
  ),
  mutation(
    'vod',
    '3.1.2 track-ids',
    segment(5, media => addTrack(media, { id: 9 })),
  ),
  mutation(
    'vod',
    '3.1.2 tfdt',
    segment(5, media => addTrack(media, { start: null })),
  ),
  mutation(
    'vod',
    '3.1.2 relative-addressing',
    segment(5, media => addTrack(media, { relative: false })),
  ),
  mutation('vod', '3.1.2 map-applied', draft => {
    draft.replace(isPlaylist, /#EXT-X-MAP.*\n/g, '')
    draft.replace(isPlaylist, 'VERSION:6', 'VERSION:3')
  }),
  mutation('vod', '4.4.4.1 extinf-is-duration', draft =>
    draft.replace(isPlaylist, '1.00000,\n5.m4s', '1.04000,\n5.m4s'),
  ),
  mutation(
    'vod',
    '4.4.2.1 independent-segments',
    segment(5, media => {
      for (const track of tracks(media)) track.beginsWithKeyframe = false
    }),
  ),
  mutation(
    'vod',
    '3 keyframe',
    segment(5, media => {
      for (const track of tracks(media)) track.hasKeyframe = false
    }),
  ),
  mutation('vod', '4.4.4.8 bitrate', draft =>
    draft.replace(isPlaylist, '#EXTINF', '#EXT-X-BITRATE:1\n#EXTINF'),
  ),
  mutation(
    'live',
    '3.2 parts-are-the-segment',
    part('1006.2.m4s', media => {
      for (const track of tracks(media)) track.hash = 'other'
    }),
  ),
  mutation(
    'live',
    'practice parts-are-bytes-of-the-segment',
    part('1006.2.m4s', ({ boxes }) => {
      for (const box of boxes) box.hash = 'other'
    }),
  ),
  mutation(
    'event',
    'practice tracks-have-samples',
    segment(5, media => {
      media.fragments = media.fragments.map(fragment => fragment.filter(({ id }) => id !== audio))
    }),
  ),
  mutation('vod', 'practice tracks-start-together', draft => {
    for (const { media } of draft.media('segment')) {
      for (const track of tracks(media)) if (track.id === audio) track.start = (track.start ?? 0) + 0.6
    }
  }),
  mutation('live', '4.4.4.9 part-is-duration', draft =>
    draft.replace(isPlaylist, 'DURATION=0.20000,URI="1006.2', 'DURATION=0.17500,URI="1006.2'),
  ),
  mutation('live', '4.4.4.9 independent-is-true', draft =>
    draft.replace(isPlaylist, 'URI="1006.2.m4s"', '$&,INDEPENDENT=YES'),
  ),
  mutation('live', '4.4.4.9 independent-is-said', draft =>
    draft.replace(isPlaylist, 'URI="1006.0.m4s",INDEPENDENT=YES', 'URI="1006.0.m4s"'),
  ),
  mutation(
    'live',
    'practice independent-begins-with-keyframe',
    part('1006.0.m4s', media => {
      for (const track of tracks(media)) track.beginsWithKeyframe = false
    }),
  ),
  mutation(
    'vod',
    '4.4.4.3 tracks-change',
    otherMap(init => init.tracks.reverse()),
  ),
  mutation(
    'vod',
    '6.2.1 encoding-changes',
    otherMap(init => {
      for (const track of init.tracks) track.width++
    }),
  ),
  mutation(
    'vod',
    '3 timestamps-continue',
    segment(5, media => move(media, 0.01)),
  ),
]

function addTrack(media: Media, change: { id?: number; start?: null; relative?: boolean }): void {
  const [first] = media.fragments
  first?.push({
    id: video,
    start: 0,
    duration: 0,
    samples: 0,
    beginsWithKeyframe: false,
    hasKeyframe: false,
    relative: true,
    hash: '',
    ...change,
  })
}

function move(media: Media, seconds: number): void {
  for (const track of tracks(media)) track.start = (track.start ?? 0) + seconds
}

const ofPresentation: Mutation[] = [
  mutation('event', '6.2.4 same-target-duration', draft =>
    draft.replace(of('small'), 'TARGETDURATION:1', 'TARGETDURATION:2'),
  ),
  mutation('event', '6.2.4 same-playlist-type', draft =>
    draft.replace(of('small'), '#EXT-X-PLAYLIST-TYPE:EVENT\n', ''),
  ),
  mutation('live', '6.2.4 same-server-control', draft =>
    draft.replace(of('small'), ',HOLD-BACK=3', ',HOLD-BACK=4'),
  ),
  mutation('vod', '6.2.4 dates-in-all', draft =>
    draft.replace(of('small'), /#EXT-X-PROGRAM-DATE-TIME.*\n/g, ''),
  ),
  mutation('vod', '6.2.4 dates-consistent', draft =>
    draft.text(of('small'), text =>
      text.replace(/(?<=DATE-TIME:).*/g, date => new Date(Date.parse(date) + 300).toISOString()),
    ),
  ),
  mutation('event', '6.2.4 timestamps-match', draft => {
    for (const { exchange, media } of draft.media('segment'))
      if (exchange.url.includes('/small/')) move(media, 0.3)
  }),
  mutation('live', '6.2.4 discontinuity-sequences-match', draft =>
    draft.replace(of('small'), 'DISCONTINUITY-SEQUENCE:7', 'DISCONTINUITY-SEQUENCE:8'),
  ),
  mutation(
    'vod',
    '6.2.4 same-content',
    lack(5),
    '3 timestamps-continue',
    'practice dates-add-up',
    'practice same-media-sequence',
  ),
  mutation('vod', '6.2.4 vod-same-start', lack(0), 'practice same-media-sequence'),
  mutation('vod', 'practice same-media-sequence', draft => {
    draft.replace(of('small'), '#EXT-X-MAP', '#EXT-X-MEDIA-SEQUENCE:5\n#EXT-X-MAP')
    for (const { ask, url } of draft.exchanges) {
      if (ask.kind === 'segment' && url.includes('/small/')) ask.msn += 5
    }
  }),
  mutation(
    'vod',
    '6.2.4 same-audio',
    segment(
      5,
      media => {
        for (const track of tracks(media)) if (track.id === audio) track.hash = 'other'
      },
      'small/',
    ),
  ),
  mutation('vod', '4.4.2.1 independent-segments-said-once', draft =>
    draft.replace(isPlaylist, '#EXT-X-MAP', '#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP'),
  ),
  mutation('vod', '6.2.4 codecs-complete', inStream(',mp4a.40.2', '')),
  mutation('vod', 'practice codecs-exact', inStream('avc1.42c00d', 'avc1.42c00a')),
  mutation('vod', 'practice codecs-present', inStream(',mp4a.40.2', ',mp4a.40.2,ec-3')),
  mutation('vod', 'practice resolution-exact', inStream(/RESOLUTION=\w+/, 'RESOLUTION=322x180')),
  mutation('vod', '4.4.6.2 frame-rate', draft => {
    draft.replace(isMultivariant, /,FRAME-RATE=25.000/g, '')
    segment(5, media => {
      for (const track of tracks(media)) if (track.id === video) track.samples *= 2
    })(draft)
  }),
  mutation('vod', '4.4.6.2 bandwidth', inStream(/:BANDWIDTH=\d+/, ':BANDWIDTH=1000')),
  mutation('event', '4.4.6.2 bandwidth-of-live', inStream(/:BANDWIDTH=\d+/, ':BANDWIDTH=1000')),
  mutation('vod', '4.4.6.2 average-bandwidth', inStream(/AVERAGE-BANDWIDTH=\d+/, 'AVERAGE-BANDWIDTH=1000')),
  mutation('vod', '6.2.4 date-ranges-same', draft => {
    const names = ['large', 'small']
    for (const name of names) {
      const range = `#EXT-X-DATERANGE:ID="${name}",START-DATE="2026-11-11T11:00:05.000Z"`
      draft.replace(of(name), '#EXT-X-MAP', `${range}\n#EXT-X-MAP`)
    }
  }),
]

export const mediaMutations: readonly Mutation[] = [...ofMedia, ...ofPresentation]
