import type { Config } from '../../../config/schema.ts'
import type { SourceInfo } from '../ports.ts'
import { fitRate, type PartGrid, type PartLengths, planParts } from './part-grid.ts'

/** One encode of the picture. Pixels, kbit/s; `level` is an H.264 level as x264 takes it. */
export type Rendition = {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly videoKbps: number
  readonly level: string
}

export type LadderPlan = PartGrid & {
  /** Best first; at least one. */
  readonly renditions: readonly [Rendition, ...Rendition[]]
  /** Pictures per second of every rendition, as FFmpeg reads it (`30000/1001`), and its value. */
  readonly frameRate: { readonly text: string; readonly value: number }
  readonly preset: Config['ladder']['preset']
  /** kbit/s. There is always sound: silence, where the source has none (see steady-sound.ts). */
  readonly audioKbps: number
}

/**
 * What a source is encoded to. A rung is named by the shorter side of the picture and never larger than the
 * source; a source that is smaller than every rung is encoded once, at its own size.
 */
export function planLadder(source: SourceInfo, ladder: Config['ladder'], hls: PartLengths): LadderPlan {
  const shorter = Math.max(2, Math.min(source.width, source.height))
  const frameRate = planFrameRate(source.framesPerSecond, ladder.maxFramesPerSecond, hls.partSeconds)
  const fitting = ladder.renditions.map(name => Number.parseInt(name, 10)).filter(side => side <= shorter)
  const sides = [...new Set(fitting.map(even))].sort((a, b) => b - a)
  const rendition = (side: number) => planRendition(source, side, frameRate.value)
  const [top = even(shorter), ...lower] = sides
  return {
    renditions: [rendition(top), ...lower.map(rendition)],
    frameRate,
    preset: ladder.preset,
    audioKbps: ladder.audioKbps,
    ...planParts(frameRate.value, hls),
  }
}

/**
 * The pictures of a segment, counted from 0, that are keyframes in the rendition at `index` of the plan. The lowest has
 * one in each part: over WebRTC a viewer begins there, and can wait for no longer than that.
 */
export function keyframesOf(
  plan: PartGrid & Pick<LadderPlan, 'renditions'>,
  index: number,
): readonly number[] {
  const { renditions, framesPerPart, partsPerSegment, keyframes } = plan
  if (index < renditions.length - 1) return keyframes
  return Array.from({ length: partsPerSegment }, (_, part) => part * framesPerPart)
}

function planRendition(source: SourceInfo, side: number, framesPerSecond: number): Rendition {
  const scale = side / Math.max(2, Math.min(source.width, source.height))
  const fit = (length: number) =>
    Math.min(Math.max(2, Math.round((length * scale) / 2) * 2), Math.max(2, even(length)))
  const width = fit(source.width)
  const height = fit(source.height)
  const videoKbps = bitrate(width * height, framesPerSecond)
  return { name: `${side}p`, width, height, videoKbps, level: level(width, height, framesPerSecond) }
}

/** The most that a rung needs for a picture of the usual shape, 16:9. kbit/s. */
export function rungKbps(name: string, framesPerSecond: number): number {
  const side = Number.parseInt(name, 10)
  return bitrate((side * side * 16) / 9, framesPerSecond)
}

/**
 * 2.8 Mbit/s for 720p at 30. Steeper than the pixels, since the rungs below are for lines that are short of bits: 240p
 * comes to 200 kbit/s, so that with its sound it goes through a line of 300.
 */
function bitrate(pixels: number, framesPerSecond: number): number {
  const share = (pixels / (1280 * 720)) ** 1.2 * (framesPerSecond / 30) ** 0.6
  return Math.max(100, Math.round((2800 * share) / 10) * 10)
}

/** H.264 table A-1: level, macroblocks a second, macroblocks a picture. */
const levels: readonly (readonly [name: string, perSecond: number, perPicture: number])[] = [
  ['2.1', 19_800, 792],
  ['3.0', 40_500, 1_620],
  ['3.1', 108_000, 3_600],
  ['3.2', 216_000, 5_120],
  ['4.0', 245_760, 8_192],
  ['4.2', 522_240, 8_704],
  ['5.0', 589_824, 22_080],
  ['5.1', 983_040, 36_864],
  ['5.2', 2_073_600, 36_864],
]

function level(width: number, height: number, framesPerSecond: number): string {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16)
  const fits = levels.find(
    ([, perSecond, perPicture]) => macroblocks <= perPicture && macroblocks * framesPerSecond <= perSecond,
  )
  return fits?.[0] ?? '6.2'
}

/**
 * The source's own rate where it is known and allowed. NTSC rates are kept as the fractions that they are,
 * else each half minute one picture would be shown twice.
 */
function planFrameRate(source: number, cap: number, partSeconds: number): LadderPlan['frameRate'] {
  const capped = source >= 1 && source <= cap + 0.1 ? source : thin(source, cap)
  const value = fitRate(capped, partSeconds)
  const ntsc = Math.round(value) * 1000
  if (Math.abs(value - ntsc / 1001) < 0.005) return { text: `${ntsc}/1001`, value: ntsc / 1001 }
  const rounded = Math.round(value * 1000) / 1000
  return { text: String(rounded), value: rounded }
}

/** Every second, third … picture, where that stays near the cap: 50 with a cap of 30 looks better at 25. */
function thin(source: number, cap: number): number {
  if (source < 1) return cap
  const thinned = source / Math.ceil(source / (cap + 0.1))
  return thinned >= cap * 0.8 ? thinned : cap
}

const even = (length: number): number => Math.max(2, Math.floor(length / 2) * 2)
