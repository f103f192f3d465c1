import { type Box, BoxError, child, children, Fields } from './boxes.ts'

/** What a `moov` tells about its tracks. `codec` as in RFC 6381; pixels; ticks a second. */
export type InitSegment = {
  readonly bytes: Buffer
  readonly video: {
    readonly trackId: number
    readonly timescale: number
    readonly codec: string
    readonly width: number
    readonly height: number
    /** SPS and PPS, without start codes or lengths. */
    readonly parameterSets: readonly Buffer[]
  }
  readonly audio: { readonly trackId: number; readonly timescale: number; readonly codec: string }
}

/** The sound's track of a `moov`. `trak`: the whole box. */
export type SoundTrack = InitSegment['audio'] & { readonly trak: Buffer }

/** @throws BoxError when there is not one H.264 and one AAC track. */
export function parseInit(bytes: Buffer, moov: Buffer): InitSegment {
  let video: InitSegment['video'] | null = null
  let audio: InitSegment['audio'] | null = null
  for (const { entry, ...track } of tracks(moov)) {
    if (entry.type === 'avc1' && !video) video = { ...numbers(track), ...parseAvc(entry.body) }
    else if (entry.type === 'mp4a' && !audio) audio = { ...numbers(track), codec: parseMp4a(entry.body) }
    else throw new BoxError(`a ${entry.type} track was not expected`)
  }
  if (!video) throw new BoxError('there is no picture')
  if (!audio) throw new BoxError('there is no sound')
  return { bytes, video, audio }
}

/** @throws BoxError when there is not one AAC or Opus track, and nothing else. */
export function parseSoundTrack(moov: Buffer): SoundTrack {
  const [track, ...others] = tracks(moov)
  const type = track?.entry.type
  if (!track || others.length > 0 || (type !== 'mp4a' && type !== 'Opus')) {
    throw new BoxError(`${type ?? 'no'} track is not one sound`)
  }
  const codec = type === 'Opus' ? 'opus' : parseMp4a(track.entry.body)
  return { ...numbers(track), codec, trak: track.trak }
}

type Track = { readonly trackId: number; readonly timescale: number; readonly trak: Buffer }

const numbers = ({ trackId, timescale }: Omit<Track, 'trak'>) => ({ trackId, timescale })

/** Each `trak` of a `moov`, with its first sample entry. */
function* tracks(moov: Buffer): Generator<Track & { readonly entry: Box }> {
  for (const { type, body, whole } of children(moov)) {
    if (type !== 'trak') continue
    const mdia = child(body, 'mdia')
    const [entry] = children(child(child(child(mdia, 'minf'), 'stbl'), 'stsd').subarray(8))
    if (!entry) throw new BoxError('a nameless track was not expected')
    const trackId = parseTrackId(child(body, 'tkhd'))
    yield { trackId, timescale: parseTimescale(child(mdia, 'mdhd')), trak: whole, entry }
  }
}

function parseTrackId(tkhd: Buffer): number {
  const fields = new Fields(tkhd)
  const version = fields.u8()
  return fields.skip(version === 1 ? 19 : 11).u32()
}

function parseTimescale(mdhd: Buffer): number {
  const fields = new Fields(mdhd)
  const version = fields.u8()
  const timescale = fields.skip(version === 1 ? 19 : 11).u32()
  if (timescale === 0) throw new BoxError('a track has no timescale')
  return timescale
}

/** VisualSampleEntry: width and height after 24 bytes, boxes after 78. */
function parseAvc(entry: Buffer): Omit<InitSegment['video'], 'trackId' | 'timescale'> {
  const fields = new Fields(entry).skip(24)
  const width = fields.u16()
  const height = fields.u16()
  return { width, height, ...parseAvcC(child(fields.skip(50).rest(), 'avcC')) }
}

/** ISO 14496-15, 5.3.3.1: profile, constraints and level; the size of lengths; SPS and PPS, each by count and length. */
export function parseAvcC(avcC: Buffer): { codec: string; parameterSets: readonly Buffer[] } {
  const fields = new Fields(avcC).skip(1)
  const codec = `avc1.${hex(fields.u8())}${hex(fields.u8())}${hex(fields.u8())}`
  if ((fields.u8() & 3) !== 3) throw new BoxError('lengths of NAL units are not in 4 bytes')
  const sets = (count: number) => Array.from({ length: count }, () => fields.bytes(fields.u16()))
  return { codec, parameterSets: [...sets(fields.u8() & 0x1f), ...sets(fields.u8())] }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** AudioSampleEntry: boxes after 28 bytes. esds: ISO 14496-1 descriptors, read down to the object types. */
function parseMp4a(entry: Buffer): string {
  const esds = new Fields(child(new Fields(entry).skip(28).rest(), 'esds')).skip(4)
  const es = descriptor(esds, 3)
  const flags = es.skip(2).u8()
  if (flags & 0x80) es.skip(2)
  if (flags & 0x40) es.skip(es.u8())
  if (flags & 0x20) es.skip(2)
  const config = descriptor(es, 4)
  const objectType = config.u8()
  const first = descriptor(config.skip(12), 5).u8()
  return `mp4a.${hex(objectType)}.${first >> 3}`
}

function descriptor(fields: Fields, tag: number): Fields {
  if (fields.u8() !== tag) throw new BoxError(`descriptor ${tag} is missing`)
  let length = 0
  for (let count = 0, byte = 0x80; byte & 0x80; count++) {
    if (count === 4) throw new BoxError('a descriptor is too long')
    byte = fields.u8()
    length = (length << 7) | (byte & 0x7f)
  }
  const body = fields.rest().subarray(0, length)
  return new Fields(body)
}
