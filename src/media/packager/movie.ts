/** What the movie header of one rendition is made of. */
export type MovieParts = {
  /** AVCDecoderConfigurationRecord. */
  readonly avcC: Buffer
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The whole `trak` of the sound, and its number. */
  readonly sound: Buffer
  readonly soundTrackId: number
}

/** Ticks a second: frame rates as 30000/1001 come out even. */
export const pictureTimescale = 90_000

/** `moov` without its header: the pictures' track beside that of the sound, which stays as it is. */
export function writeMoov({ avcC, width, height, sound, soundTrackId }: MovieParts): Buffer {
  const trackId = soundTrackId + 1
  const track = (id: number) => fullBox('trex', 0, u32(id, 1, 0, 0, 0))
  return Buffer.concat([
    // 8.2.2: a thousand ticks a second, no duration, full speed and volume, not turned.
    fullBox(
      'mvhd',
      0,
      u32(0, 0, 1000, 0, 0x10000),
      u16(0x0100, 0),
      u32(0, 0),
      matrix,
      zeros(24),
      u32(trackId + 1),
    ),
    pictureTrack(trackId, avcC, width, height),
    sound,
    box('mvex', track(trackId), track(soundTrackId)),
  ])
}

/** The init segment that has this body of a `moov`. */
export const writeInit = (moov: Buffer): Buffer =>
  Buffer.concat([box('ftyp', text('iso5'), u32(512), text('iso5iso6mp41')), box('moov', moov)])

function pictureTrack(trackId: number, avcC: Buffer, width: number, height: number): Buffer {
  const entry = box(
    'avc1',
    ...[zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32)],
    ...[u16(0x18, 0xffff), box('avcC', avcC)],
  )
  const table = box(
    'stbl',
    fullBox('stsd', 0, u32(1), entry),
    // The samples are in the fragments.
    ...['stts', 'stsc'].map(type => fullBox(type, 0, u32(0))),
    fullBox('stsz', 0, u32(0, 0)),
    fullBox('stco', 0, u32(0)),
  )
  // Its data is where the movie is.
  const place = box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1)))
  return box(
    'trak',
    // 3: enabled, in the movie.
    fullBox('tkhd', 3, u32(0, 0, trackId, 0, 0), zeros(16), matrix, u32(width * 0x10000, height * 0x10000)),
    box(
      'mdia',
      // The language is not said: 'und', 5 bits a letter.
      fullBox('mdhd', 0, u32(0, 0, pictureTimescale, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, u32(0), text('vide'), zeros(12), text('VideoHandler\0')),
      box('minf', fullBox('vmhd', 1, zeros(8)), place, table),
    ),
  )
}

function box(type: string, ...bodies: readonly Buffer[]): Buffer {
  const size = bodies.reduce((sum, { length }) => sum + length, 8)
  return Buffer.concat([u32(size), text(type), ...bodies], size)
}

const fullBox = (type: string, flags: number, ...bodies: readonly Buffer[]): Buffer =>
  box(type, u32(flags), ...bodies)

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, n * 4)
  return bytes
}

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [n, value] of values.entries()) bytes.writeUInt16BE(value, n * 2)
  return bytes
}

const zeros = (count: number): Buffer => Buffer.alloc(count)
const text = (letters: string): Buffer => Buffer.from(letters, 'latin1')
const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
