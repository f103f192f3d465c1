import type { Sample } from './sample.ts'

/** One `moof` + `mdat`: what LL-HLS calls a part. Seconds on the run's timeline. */
export type Part = {
  readonly bytes: Buffer
  readonly start: number
  readonly duration: number
  /** It begins with a keyframe. */
  readonly independent: boolean
}

export type PartTrack = { readonly trackId: number; readonly samples: readonly Sample[] }

/** Flags of ISO 14496-12, 8.8.3.1: depends on no other sample; depends on others, and is no keyframe. */
const keyframeFlags = 0x02000000
const otherFlags = 0x01010000

/** `moof` + `mdat` of these tracks; one without samples is left out. `sequence` counts a rendition's parts from 1. */
export function writeFragment(sequence: number, tracks: readonly PartTrack[]): Buffer {
  const filled = tracks.filter(({ samples }) => samples.length > 0)
  const moofSize = 24 + filled.reduce((sum, { samples }) => sum + trafSize(samples.length), 0)
  const head = Buffer.alloc(moofSize + 8)
  let at = box(head, 0, moofSize, 'moof')
  at = box(head, at, 16, 'mfhd')
  at = head.writeUInt32BE(sequence, at + 4)
  let dataAt = head.length
  for (const track of filled) {
    at = writeTraf(head, at, track, dataAt)
    dataAt += size(track.samples)
  }
  box(head, at, dataAt - moofSize, 'mdat')
  return Buffer.concat([head, ...filled.flatMap(({ samples }) => samples.map(({ bytes }) => bytes))], dataAt)
}

const trafSize = (samples: number): number => 8 + 16 + 20 + 20 + samples * 12

const size = (samples: readonly Sample[]): number => samples.reduce((sum, { bytes }) => sum + bytes.length, 0)

/** Every sample says its own duration, size and flags; data begins at `dataAt` of the moof. */
function writeTraf(to: Buffer, start: number, { trackId, samples }: PartTrack, dataAt: number): number {
  const [first] = samples
  let at = box(to, start, trafSize(samples.length), 'traf')
  at = box(to, at, 16, 'tfhd')
  // default-base-is-moof
  at = to.writeUInt32BE(0x020000, at)
  at = to.writeUInt32BE(trackId, at)
  at = box(to, at, 20, 'tfdt')
  at = to.writeUInt32BE(0x01000000, at)
  at = to.writeBigUInt64BE(BigInt(first?.time ?? 0), at)
  at = box(to, at, 20 + samples.length * 12, 'trun')
  at = to.writeUInt32BE(0x000701, at)
  at = to.writeUInt32BE(samples.length, at)
  at = to.writeUInt32BE(dataAt, at)
  for (const sample of samples) {
    at = to.writeUInt32BE(sample.duration, at)
    at = to.writeUInt32BE(sample.bytes.length, at)
    at = to.writeUInt32BE(sample.keyframe ? keyframeFlags : otherFlags, at)
  }
  return at
}

function box(to: Buffer, at: number, length: number, type: string): number {
  to.writeUInt32BE(length, at)
  to.write(type, at + 4, 'latin1')
  return at + 8
}
