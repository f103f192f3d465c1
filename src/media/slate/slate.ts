import { keyframesOf, type LadderPlan } from '../ladder/plan.ts'
import type { InitSegment } from '../packager/init-segment.ts'
import { type Part, writeFragment } from '../packager/part.ts'
import type { Sample } from '../packager/sample.ts'
import type { EncodedRendition } from './slate-encoder.ts'

/** A picture that stands still for ever, in parts that no encoder has to make. */
export type Slate = {
  readonly plan: LadderPlan
  /** By rendition, in the plan's order, as `part` gives them. */
  readonly inits: ReadonlyMap<string, InitSegment>
  /** Part n of each rendition, on a timeline that begins at 0 and has no end. */
  part(index: number): ReadonlyMap<string, Part>
  /** Picture n of the rendition at `rendition` of the plan, on the same timeline: picture n stands at n / frame rate. */
  picture(rendition: number, n: number): SlatePicture
}

/** `data`: NAL units, each behind its length in 4 bytes. */
export type SlatePicture = {
  readonly keyframe: boolean
  readonly data: Buffer
  readonly parameterSets: readonly Buffer[]
}

/** Samples in a frame of AAC. */
const frameSamples = 1024
/** For what a float loses, in frames of sound. */
const tolerance = 1e-6

/** Lays the samples of an encoded slate one after the other, in the plan's rhythm. */
export function slateOf(plan: LadderPlan, encoded: ReadonlyMap<string, EncodedRendition>): Slate {
  const strips = [...encoded].map(([name, rendition], n) => ({
    name,
    ...rendition,
    picture: strip(plan, rendition, n),
  }))
  return {
    plan,
    inits: new Map(strips.map(({ name, init }) => [name, init])),
    part: index => new Map(strips.map(strip => [strip.name, slatePart(plan, strip, index)])),
    picture: (rendition, n) => {
      const found = strips[rendition]
      if (!found) throw new RangeError('there is no such rendition')
      const { keyframe, bytes } = found.picture(n)
      return { keyframe, data: bytes, parameterSets: found.init.video.parameterSets }
    },
  }
}

type Strip = EncodedRendition & { readonly picture: (frame: number) => Sample }

function slatePart(plan: LadderPlan, { init, picture, silence }: Strip, index: number): Part {
  const { framesPerPart, frameRate } = plan
  const first = index * framesPerPart
  const pictures = Array.from({ length: framesPerPart }, (_, n) => picture(first + n))
  const { trackId, timescale } = init.audio
  // Each frame of sound goes with the picture that is shown when it begins: the sound has no gap, and is never
  // more than a frame ahead or behind, however long it goes on.
  const frameAt = (frame: number) =>
    Math.ceil(((frame / frameRate.value) * timescale) / frameSamples - tolerance)
  const from = frameAt(first)
  const sound = Array.from({ length: frameAt(first + framesPerPart) - from }, (_, n) => ({
    ...silence,
    time: (from + n) * frameSamples,
    duration: frameSamples,
  }))
  return {
    bytes: writeFragment(index + 1, [
      { trackId: init.video.trackId, samples: pictures },
      { trackId, samples: sound },
    ]),
    start: first / frameRate.value,
    duration: framesPerPart / frameRate.value,
    independent: pictures[0]?.keyframe ?? false,
  }
}

/** The pictures of a rendition by their numbers: each as far into a GOP as it is behind the last keyframe. */
function strip(
  plan: LadderPlan,
  { gop, init }: EncodedRendition,
  rendition: number,
): (frame: number) => Sample {
  const { frameRate, framesPerPart, partsPerSegment } = plan
  const keyframes = keyframesOf(plan, rendition)
  const tick = (n: number) => Math.round((n * init.video.timescale) / frameRate.value)
  return frame => {
    const inSegment = frame % (framesPerPart * partsPerSegment)
    const keyframe = keyframes.findLast(offset => offset <= inSegment) ?? 0
    const sample = gop[inSegment - keyframe]
    if (!sample) throw new RangeError('the slate has fewer pictures than its plan wants')
    return { ...sample, time: tick(frame), duration: tick(frame + 1) - tick(frame) }
  }
}
