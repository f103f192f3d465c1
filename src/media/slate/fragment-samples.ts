import { BoxError, child, children, Fields } from '../packager/boxes.ts'
import type { Sample } from './fragment-writer.ts'

const nonSync = 0x10000

/**
 * The samples of one track in a fragment (`moof` + `mdat`) whose data offsets count from its own start, as FFmpeg
 * writes it with `default_base_moof`. @throws BoxError when they lie elsewhere.
 */
export function readSamples(fragment: Buffer, moof: Buffer, trackId: number): Sample[] {
  const samples: Sample[] = []
  for (const traf of children(moof)) {
    if (traf.type !== 'traf') continue
    const defaults = readDefaults(child(traf.body, 'tfhd'))
    if (defaults.trackId !== trackId) continue
    for (const trun of children(traf.body)) {
      if (trun.type === 'trun') samples.push(...readRun(fragment, trun.body, defaults))
    }
  }
  return samples
}

type Defaults = {
  readonly trackId: number
  readonly duration: number
  readonly size: number
  readonly flags: number
}

function readDefaults(tfhd: Buffer): Defaults {
  const fields = new Fields(tfhd)
  const present = fields.skip(1).u24()
  const trackId = fields.u32()
  if (present & 0x01) throw new BoxError('a fragment has a base of its own')
  if (present & 0x02) fields.skip(4)
  const field = (flag: number) => (present & flag ? fields.u32() : 0)
  return { trackId, duration: field(0x08), size: field(0x10), flags: field(0x20) }
}

function readRun(fragment: Buffer, trun: Buffer, defaults: Defaults): Sample[] {
  const fields = new Fields(trun)
  const present = fields.skip(1).u24()
  const count = fields.u32()
  if (!(present & 0x001)) throw new BoxError('a trun does not say where its samples are')
  let at = fields.u32()
  const first = present & 0x004 ? fields.u32() : null
  const field = (flag: number, fallback: number) => (present & flag ? fields.u32() : fallback)
  const samples: Sample[] = []
  for (let n = 0; n < count; n++) {
    const duration = field(0x100, defaults.duration)
    const size = field(0x200, defaults.size)
    const flags = field(0x400, n === 0 && first !== null ? first : defaults.flags)
    if (present & 0x800) fields.skip(4)
    if (size === 0 || at + size > fragment.length) throw new BoxError('a sample does not lie in its fragment')
    samples.push({
      bytes: fragment.subarray(at, at + size),
      duration,
      keyframe: (flags & nonSync) === 0,
    })
    at += size
  }
  return samples
}
