/** One coded picture or frame of sound. `duration` in ticks of its track. */
export type Sample = {
  readonly bytes: Buffer
  readonly duration: number
  /** Can be decoded without those before it, as every frame of sound can. */
  readonly keyframe: boolean
}

/** Samples of one track in a row; the first is decoded at `time`, in ticks. */
export type TrackSamples = {
  readonly trackId: number
  readonly time: number
  readonly samples: readonly Sample[]
}

/** ISO 14496-12, 8.8.3.1: what a sample depends on, and whether it is no sync sample. */
const sampleFlags = { keyframe: 0x02000000, dependent: 0x01010000 }
const defaultBaseIsMoof = 0x020000
/** A trun with a data offset, and duration, size and flags of each sample. */
const trunFlags = 0x000701

/** Writes one `moof` + `mdat` (ISO 14496-12, 8.8). A track without samples is left out. */
export function writeFragment(sequence: number, tracks: readonly TrackSamples[]): Buffer {
  const filled = tracks.filter(({ samples }) => samples.length > 0)
  const media = filled.flatMap(({ samples }) => samples.map(({ bytes }) => bytes))
  const moofBytes = moof(sequence, filled, 0).length
  return Buffer.concat([moof(sequence, filled, moofBytes + headerBytes), box('mdat', ...media)])
}

const headerBytes = 8

/** `mediaAt`: where the first track's samples begin, in bytes from the moof's own start. */
function moof(sequence: number, tracks: readonly TrackSamples[], mediaAt: number): Buffer {
  let at = mediaAt
  const trafs = tracks.map(track => {
    const offset = at
    for (const { bytes } of track.samples) at += bytes.length
    return traf(track, offset)
  })
  return box('moof', box('mfhd', words(0, sequence)), ...trafs)
}

function traf({ trackId, time, samples }: TrackSamples, dataOffset: number): Buffer {
  const tfdt = Buffer.alloc(12)
  tfdt.writeUInt8(1, 0)
  tfdt.writeBigUInt64BE(BigInt(time), 4)
  const rows = samples.flatMap(({ duration, bytes, keyframe }) => [
    duration,
    bytes.length,
    keyframe ? sampleFlags.keyframe : sampleFlags.dependent,
  ])
  return box(
    'traf',
    box('tfhd', words(defaultBaseIsMoof, trackId)),
    box('tfdt', tfdt),
    box('trun', words(trunFlags, samples.length, dataOffset, ...rows)),
  )
}

function box(type: string, ...contents: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32BE(contents.reduce((sum, { length }) => sum + length, headerBytes))
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, ...contents])
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, n * 4)
  return bytes
}
