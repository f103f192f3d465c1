import type { Config } from '../../../config/schema.ts'

/** How the pictures of every rendition are cut. The same picture ends a part in each, so that players can switch. */
export type PartGrid = {
  readonly framesPerPart: number
  readonly partsPerSegment: number
  /** The pictures of a segment, counted from 0, that are keyframes in every rendition: each begins a part. */
  readonly keyframes: readonly number[]
}

export type PartLengths = Pick<Config['hls'], 'segmentSeconds' | 'partSeconds'>

/**
 * PART-TARGET, in seconds. It may never change while a playlist lives (iOS stops), so it holds the parts of every
 * frame rate that a later host may bring: 10 pictures at 23.976 are 4.3 % longer than the same at 25.
 */
export function partTarget(partSeconds: number): number {
  return Math.ceil(partSeconds * 1.043 * 1000) / 1000
}

/**
 * Pictures in a part; null when no whole number of them is as long as a part must be: no longer than PART-TARGET,
 * and no shorter than 85 % of it (rfc8216bis 4.4.4.9).
 */
export function framesPerPart(framesPerSecond: number, partSeconds: number): number | null {
  const target = partTarget(partSeconds)
  const wanted = Math.ceil(partSeconds * framesPerSecond - 0.05)
  const frames = wanted / framesPerSecond > target ? wanted - 1 : wanted
  return frames >= 1 && frames / framesPerSecond >= target * 0.85 ? frames : null
}

/** A frame rate near this one, never below it, that parts can be cut from. */
export function fitRate(framesPerSecond: number, partSeconds: number): number {
  if (framesPerPart(framesPerSecond, partSeconds) !== null) return framesPerSecond
  return Math.ceil(partSeconds * framesPerSecond) / partSeconds
}

/** `framesPerSecond` is one that `fitRate` gave. */
export function planParts(framesPerSecond: number, { segmentSeconds, partSeconds }: PartLengths): PartGrid {
  const frames = framesPerPart(framesPerSecond, partSeconds) ?? 1
  const part = frames / framesPerSecond
  // Rounded to whole seconds, a segment must not be longer than the target duration (4.4.3.1).
  const most = Math.floor((segmentSeconds + 0.45) / part)
  const parts = Math.max(1, Math.min(most, Math.round(segmentSeconds / part)))
  const keyframes = new Set<number>()
  for (let second = 0; ; second++) {
    const frame = Math.ceil((second * framesPerSecond - 0.05) / frames) * frames
    if (frame >= frames * parts) break
    keyframes.add(Math.max(0, frame))
  }
  return { framesPerPart: frames, partsPerSegment: parts, keyframes: [...keyframes] }
}
