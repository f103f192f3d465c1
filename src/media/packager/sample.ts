import { BoxError, child, children, Fields } from './boxes.ts'
import type { InitSegment } from './init-segment.ts'

/** One picture, or one frame of sound. Ticks of its track. */
export type Sample = {
  readonly time: number
  readonly duration: number
  readonly keyframe: boolean
  readonly bytes: Buffer
}

export type Fragment = { readonly video: readonly Sample[]; readonly audio: readonly Sample[] }

/** Reads a `moof` + `mdat` with pictures and sound; samples are slices of `bytes`. @throws BoxError */
export function parseFragment(bytes: Buffer, moof: Buffer, init: InitSegment): Fragment {
  const video: Sample[] = []
  const audio: Sample[] = []
  parseInto(bytes, moof, new Map([[init.video.trackId, video]]).set(init.audio.trackId, audio))
  return { video, audio }
}

/** Reads a `moof` + `mdat` of one track; samples are slices of `bytes`. @throws BoxError */
export function parseTrack(bytes: Buffer, moof: Buffer, trackId: number): Sample[] {
  const samples: Sample[] = []
  parseInto(bytes, moof, new Map([[trackId, samples]]))
  return samples
}

function parseInto(bytes: Buffer, moof: Buffer, tracks: ReadonlyMap<number, Sample[]>): void {
  for (const { type, body } of children(moof)) {
    if (type !== 'traf') continue
    const defaults = parseTfhd(child(body, 'tfhd'))
    const into = tracks.get(defaults.trackId)
    if (!into) throw new BoxError('an unknown track')
    parseSamples(body, defaults, bytes, into)
  }
}

const nonSync = 0x10000

type Defaults = {
  readonly trackId: number
  readonly duration: number
  readonly size: number
  readonly flags: number
}

function parseTfhd(body: Buffer): Defaults {
  const fields = new Fields(body)
  const flags = fields.skip(1).u24()
  const trackId = fields.u32()
  // Data is counted from the moof's begin (default-base-is-moof): a stream has no other place to count from.
  if (flags & 0x01 || !(flags & 0x020000)) throw new BoxError('data is not counted from its moof')
  if (flags & 0x02) fields.skip(4)
  const duration = flags & 0x08 ? fields.u32() : 0
  const size = flags & 0x10 ? fields.u32() : 0
  return { trackId, duration, size, flags: flags & 0x20 ? fields.u32() : 0 }
}

function parseSamples(traf: Buffer, defaults: Defaults, bytes: Buffer, into: Sample[]): void {
  const tfdt = new Fields(child(traf, 'tfdt'))
  let time = tfdt.u8() === 1 ? tfdt.skip(3).u64() : tfdt.skip(3).u32()
  let at = 0
  for (const box of children(traf)) {
    if (box.type !== 'trun') continue
    const fields = new Fields(box.body)
    const flags = fields.skip(1).u24()
    const count = fields.u32()
    // A run without an offset follows the one before.
    if (flags & 0x001) at = fields.u32()
    const firstFlags = flags & 0x004 ? fields.u32() : null
    for (let n = 0; n < count; n++) {
      const duration = flags & 0x100 ? fields.u32() : defaults.duration
      const size = flags & 0x200 ? fields.u32() : defaults.size
      const own = flags & 0x400 ? fields.u32() : defaults.flags
      // No encoder of ours reorders pictures.
      if (flags & 0x800 && fields.u32() !== 0) throw new BoxError('a sample is shown at another time')
      if (size === 0 || at + size > bytes.length) throw new BoxError('a sample lies outside of its fragment')
      const keyframe = (((n === 0 ? firstFlags : null) ?? own) & nonSync) === 0
      into.push({ time, duration, keyframe, bytes: bytes.subarray(at, at + size) })
      time += duration
      at += size
    }
  }
}
