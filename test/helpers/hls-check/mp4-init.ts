import { at, boxesOf, type Mp4Box } from './mp4-boxes.ts'

export type Track = {
  readonly id: number
  readonly handler: string
  readonly timescale: number
  /** As in RFC 6381, as far as it is known here; else the sample entry's four letters. */
  readonly codec: string
  readonly width: number
  readonly height: number
  /** Bytes of a NAL unit's length; null when it is not H.264. */
  readonly nalLength: number | null
  readonly headerDuration: number
  readonly samples: number
  /** Of another resource than its own. */
  readonly external: boolean
  readonly defaults: { readonly duration: number; readonly size: number; readonly flags: number }
}

/** What a Media Initialization Section says of itself. */
export type InitDigest = {
  readonly brands: readonly string[]
  /** Types of the boxes, in order. */
  readonly order: readonly string[]
  readonly movie: readonly string[]
  readonly movieDuration: number
  readonly tracks: readonly Track[]
}

/** @throws RangeError when it cannot be read. */
export function readInit(boxes: readonly Mp4Box[]): InitDigest {
  const ftyp = boxes.find(({ type }) => type === 'ftyp')?.body ?? Buffer.alloc(0)
  const brands = [0, ...range(8, ftyp.length, 4)].map(n => ftyp.toString('latin1', n, n + 4)).filter(Boolean)
  const moov = boxes.find(({ type }) => type === 'moov')?.body ?? Buffer.alloc(0)
  const movie = boxesOf(moov)
  const mvhd = at(moov, 'mvhd')
  const mvex = at(moov, 'mvex')
  const trex = mvex ? boxesOf(mvex).filter(({ type }) => type === 'trex') : []
  const tracks = movie
    .filter(({ type }) => type === 'trak')
    .map(({ body }) =>
      readTrack(
        body,
        trex.map(box => box.body),
      ),
    )
  return {
    brands,
    order: boxes.map(({ type }) => type),
    movie: movie.map(({ type }) => type),
    movieDuration: mvhd ? headerDuration(mvhd, 12, 20) : 0,
    tracks,
  }
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / step)) }, (_, n) => from + n * step)

/** A duration behind a version and its times; `short` and `long`: after the flags, by version. */
function headerDuration(body: Buffer, short: number, long: number): number {
  if (body.readUInt8(0) === 1) return finite(body.readBigUInt64BE(4 + long), 2n ** 64n - 1n)
  return finite(BigInt(body.readUInt32BE(4 + short)), 2n ** 32n - 1n)
}

/** All ones say "unknown", which is as good as zero. */
const finite = (value: bigint, unknown: bigint): number => (value === unknown ? 0 : Number(value))

function readTrack(trak: Buffer, trex: readonly Buffer[]): Track {
  const tkhd = at(trak, 'tkhd') ?? missing('tkhd')
  const mdia = at(trak, 'mdia') ?? missing('mdia')
  const mdhd = at(mdia, 'mdhd') ?? missing('mdhd')
  const hdlr = at(mdia, 'hdlr') ?? missing('hdlr')
  const id = tkhd.readUInt32BE(tkhd.readUInt8(0) === 1 ? 20 : 12)
  const stbl = at(mdia, 'minf', 'stbl')
  const stsd = stbl ? at(stbl, 'stsd') : null
  const entry = stsd ? boxesOf(stsd.subarray(8))[0] : undefined
  const dref = at(mdia, 'minf', 'dinf', 'dref')
  const defaults = trex.find(body => body.readUInt32BE(4) === id)
  return {
    id,
    handler: hdlr.toString('latin1', 8, 12),
    timescale: mdhd.readUInt32BE(mdhd.readUInt8(0) === 1 ? 20 : 12),
    ...(entry ? readEntry(entry) : { codec: '', width: 0, height: 0, nalLength: null }),
    headerDuration: headerDuration(tkhd, 16, 24),
    samples: stbl ? sampleCount(stbl) : 0,
    external: dref ? boxesOf(dref.subarray(8)).some(({ body }) => (body.readUInt32BE(0) & 1) === 0) : false,
    defaults: {
      duration: defaults?.readUInt32BE(12) ?? 0,
      size: defaults?.readUInt32BE(16) ?? 0,
      flags: defaults?.readUInt32BE(20) ?? 0,
    },
  }
}

function missing(type: string): never {
  throw new RangeError(`there is no ${type}`)
}

function sampleCount(stbl: Buffer): number {
  const stsz = at(stbl, 'stsz')
  const stts = at(stbl, 'stts')
  return (stsz?.readUInt32BE(8) ?? 0) + (stts?.readUInt32BE(4) ?? 0)
}

type Entry = Pick<Track, 'codec' | 'width' | 'height' | 'nalLength'>

function readEntry({ type, body }: Mp4Box): Entry {
  if (type === 'avc1' || type === 'avc3') {
    const avcC = at(body.subarray(78), 'avcC')
    return {
      codec: avcC ? `${type}.${avcC.toString('hex', 1, 4)}` : type,
      width: body.readUInt16BE(24),
      height: body.readUInt16BE(26),
      nalLength: avcC ? (avcC.readUInt8(4) & 3) + 1 : null,
    }
  }
  if (['hvc1', 'hev1', 'av01', 'vp09'].includes(type)) {
    return { codec: type, width: body.readUInt16BE(24), height: body.readUInt16BE(26), nalLength: null }
  }
  const codec = type === 'mp4a' ? aacCodec(at(body.subarray(28), 'esds')) : type
  return { codec, width: 0, height: 0, nalLength: null }
}

/** ISO 14496-1: ES_Descriptor > DecoderConfigDescriptor > DecoderSpecificInfo, whose first bits are the kind. */
function aacCodec(esds: Buffer | null): string {
  if (!esds) return 'mp4a'
  let position = 4
  const header = (): number => {
    const tag = esds.readUInt8(position++)
    while (esds.readUInt8(position++) & 0x80);
    return tag
  }
  if (header() !== 3) return 'mp4a'
  const flags = esds.readUInt8(position + 2)
  position += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0)
  if (flags & 0x40) position += 1 + esds.readUInt8(position)
  if (header() !== 4) return 'mp4a'
  const object = esds.readUInt8(position)
  position += 13
  if (object !== 0x40 || header() !== 5) return `mp4a.${object.toString(16)}`
  const bits = esds.readUInt16BE(position)
  const kind = bits >> 11
  return `mp4a.40.${kind === 31 ? 32 + ((bits >> 5) & 0x3f) : kind}`
}
