import { hash } from 'node:crypto'
import { at, boxesOf, type Mp4Box } from './mp4-boxes.ts'
import type { InitDigest, Track } from './mp4-init.ts'

/** What a Track Fragment says. Seconds. */
export type TrackFragment = {
  readonly id: number
  /** Of its first sample's decoding; null: there is no tfdt. */
  readonly start: number | null
  readonly duration: number
  readonly samples: number
  readonly beginsWithKeyframe: boolean
  readonly hasKeyframe: boolean
  readonly relative: boolean
  /** Of the samples' bytes. */
  readonly hash: string
}

type Sample = { readonly duration: number; readonly size: number; readonly flags: number }
type Run = { readonly offset: number; readonly samples: readonly Sample[] }

const nonSync = 0x10000

/** Reads a `moof` with the bytes that its offsets count in: those of the resource from the `moof` on. */
export function readFragment(moof: Mp4Box, bytes: Buffer, init: InitDigest | null): TrackFragment[] {
  return boxesOf(moof.body)
    .filter(({ type }) => type === 'traf')
    .map(({ body }) => readTraf(body, bytes.subarray(moof.start), init))
}

function readTraf(traf: Buffer, bytes: Buffer, init: InitDigest | null): TrackFragment {
  const tfhd = at(traf, 'tfhd')
  if (!tfhd) throw new RangeError('there is no tfhd')
  const flags = tfhd.readUIntBE(1, 3)
  const id = tfhd.readUInt32BE(4)
  const track = init?.tracks.find(each => each.id === id)
  let position = 8 + (flags & 0x01 ? 8 : 0) + (flags & 0x02 ? 4 : 0)
  const take = (flag: number, otherwise: number): number => {
    if (!(flags & flag)) return otherwise
    position += 4
    return tfhd.readUInt32BE(position - 4)
  }
  const defaults: Sample = {
    duration: take(0x08, track?.defaults.duration ?? 0),
    size: take(0x10, track?.defaults.size ?? 0),
    flags: take(0x20, track?.defaults.flags ?? 0),
  }
  const runs = boxesOf(traf)
    .filter(({ type }) => type === 'trun')
    .map(({ body }) => readTrun(body, defaults))
  const samples = runs.flatMap(run => run.samples)
  const tfdt = at(traf, 'tfdt')
  const timescale = track?.timescale ?? 1
  const time = tfdt ? Number(tfdt.readUInt8(0) === 1 ? tfdt.readBigUInt64BE(4) : tfdt.readUInt32BE(4)) : null
  const data = sampleBytes(runs, bytes)
  const keys = samples.map((sample, n) => isKeyframe(sample, data[n], track))
  return {
    id,
    start: time === null ? null : time / timescale,
    duration: samples.reduce((sum, sample) => sum + sample.duration, 0) / timescale,
    samples: samples.length,
    beginsWithKeyframe: keys[0] ?? false,
    hasKeyframe: keys.includes(true),
    relative: (flags & 0x01) === 0,
    hash: hash('sha1', Buffer.concat(data), 'base64'),
  }
}

function readTrun(body: Buffer, defaults: Sample): Run {
  const flags = body.readUIntBE(1, 3)
  const count = body.readUInt32BE(4)
  let position = 8
  const take = (): number => {
    position += 4
    return body.readUInt32BE(position - 4)
  }
  const offset = flags & 0x01 ? take() | 0 : 0
  const firstFlags = flags & 0x04 ? take() : null
  const samples: Sample[] = []
  for (let n = 0; n < count; n++) {
    const duration = flags & 0x100 ? take() : defaults.duration
    const size = flags & 0x200 ? take() : defaults.size
    const own = flags & 0x400 ? take() : n === 0 && firstFlags !== null ? firstFlags : defaults.flags
    if (flags & 0x800) take()
    samples.push({ duration, size, flags: own })
  }
  return { offset, samples }
}

function sampleBytes(runs: readonly Run[], bytes: Buffer): Buffer[] {
  const data: Buffer[] = []
  let position = 0
  for (const { offset, samples } of runs) {
    if (offset > 0) position = offset
    for (const { size } of samples) {
      if (position + size > bytes.length) throw new RangeError('a sample lies outside of its resource')
      data.push(bytes.subarray(position, position + size))
      position += size
    }
  }
  return data
}

/** By the flags and, where it can be told, by the picture itself: one that holds an IDR slice. */
function isKeyframe({ flags }: Sample, data: Buffer | undefined, track: Track | undefined): boolean {
  if ((flags & nonSync) !== 0) return false
  if (!data || track?.nalLength == null) return true
  let position = 0
  while (position + track.nalLength < data.length) {
    const length = data.readUIntBE(position, track.nalLength)
    if ((data.readUInt8(position + track.nalLength) & 0x1f) === 5) return true
    position += track.nalLength + length
  }
  return false
}
