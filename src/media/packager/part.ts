import { BoxError, child, children, Fields } from './boxes.ts'
import type { InitSegment } from './init-segment.ts'

/** One `moof` + `mdat`: what LL-HLS calls a part. Seconds on the run's timeline. */
export type Part = {
  readonly bytes: Buffer
  readonly start: number
  readonly duration: number
  /** It begins with a keyframe. */
  readonly independent: boolean
}

/** Reads where a fragment lies: by its pictures, or by its sound where it has no picture. */
export function parsePart(bytes: Buffer, moof: Buffer, init: InitSegment): Part {
  const tracks = [...children(moof)].filter(box => box.type === 'traf').map(box => parseTraf(box.body))
  const find = (id: number | undefined) => tracks.find(track => track.trackId === id && track.samples > 0)
  const picture = find(init.video.trackId)
  const track = picture ?? find(init.audio?.trackId)
  if (!track) throw new BoxError('a fragment without samples')
  const timescale = picture || !init.audio ? init.video.timescale : init.audio.timescale
  return {
    bytes,
    start: track.time / timescale,
    duration: track.duration / timescale,
    independent: picture?.keyframe ?? false,
  }
}

type Track = {
  readonly trackId: number
  readonly time: number
  readonly duration: number
  readonly samples: number
  readonly keyframe: boolean
}

const nonSync = 0x10000

function parseTraf(traf: Buffer): Track {
  const tfhd = parseTfhd(child(traf, 'tfhd'))
  const tfdt = new Fields(child(traf, 'tfdt'))
  const time = tfdt.u8() === 1 ? tfdt.skip(3).u64() : tfdt.skip(3).u32()
  let duration = 0
  let samples = 0
  let keyframe = false
  for (const box of children(traf)) {
    if (box.type !== 'trun') continue
    const run = parseTrun(box.body, tfhd)
    if (samples === 0) keyframe = run.keyframe
    duration += run.duration
    samples += run.samples
  }
  return { trackId: tfhd.trackId, time, duration, samples, keyframe }
}

type Defaults = { readonly trackId: number; readonly duration: number; readonly flags: number }

function parseTfhd(body: Buffer): Defaults {
  const fields = new Fields(body)
  const flags = fields.skip(1).u24()
  const trackId = fields.u32()
  if (flags & 0x01) fields.skip(8)
  if (flags & 0x02) fields.skip(4)
  const duration = flags & 0x08 ? fields.u32() : 0
  if (flags & 0x10) fields.skip(4)
  return { trackId, duration, flags: flags & 0x20 ? fields.u32() : 0 }
}

function parseTrun(
  body: Buffer,
  defaults: Defaults,
): { duration: number; samples: number; keyframe: boolean } {
  const fields = new Fields(body)
  const flags = fields.skip(1).u24()
  const samples = fields.u32()
  if (flags & 0x001) fields.skip(4)
  let first = flags & 0x004 ? fields.u32() : null
  const each = [0x100, 0x200, 0x400, 0x800].filter(flag => flags & flag)
  if (samples * each.length * 4 > fields.left) throw new BoxError('a trun is too short')
  let duration = samples * defaults.duration
  if (each.length > 0) {
    if (flags & 0x100) duration = 0
    for (let n = 0; n < samples; n++) {
      for (const flag of each) {
        const value = fields.u32()
        if (flag === 0x100) duration += value
        if (flag === 0x400 && n === 0) first ??= value
      }
    }
  }
  return { duration, samples, keyframe: samples > 0 && ((first ?? defaults.flags) & nonSync) === 0 }
}
