import type { CardBox, OverlayInput, SourceFormat } from '../ports.ts'
import type { LadderPlan } from './plan.ts'

/** What FFmpeg is run with, in the parts that its command line has. */
export type FfmpegCommand = {
  readonly inputs: readonly { readonly url: string; readonly options: readonly string[] }[]
  readonly options: readonly string[]
  readonly output: string
  /** How far it stands behind other processes, 0 to 19. */
  readonly niceness?: number
}

export type CardInput = Pick<OverlayInput, 'pixelFormat' | 'framesPerSecond'> & {
  readonly url: string
  readonly box: CardBox
}

export type LadderInput = {
  readonly plan: LadderPlan
  readonly card: CardInput | null
  /** What comes on standard input. */
  readonly container: SourceFormat['container']
  /** Milliseconds at the head of the source that are decoded and thrown away. */
  readonly skipMs: number
  /** Where the fragmented MP4 of each rendition goes; as many as the plan has, in its order. */
  readonly outputs: readonly string[]
}

/** Length of x264's rate buffer: how long a peak may last. Seconds. */
const bufferSeconds = 1

/**
 * The command line of one live room: the source on standard input, the card over its socket, one decode, one overlay,
 * N encodes, one tee. Both inputs and all outputs share one timeline that starts at 0 (`-copyts`: FFmpeg would
 * else move each input's first timestamp, which differs by B-frames and codec delay, to 0).
 */
export function ladderArgs(input: LadderInput): FfmpegCommand {
  const { plan, card } = input
  const videoMaps = plan.renditions.flatMap((_, n) => ['-map', `[v${n}]`])
  return {
    inputs: [source(input.container), ...(card ? [cardInput(card)] : [])],
    options: [
      ...['-filter_complex', videoGraph(input)],
      ...videoMaps,
      ...sound(plan.audioKbps, input.skipMs),
      ...video(plan),
      ...muxer,
    ],
    output: teeOutput(plan, input.outputs),
  }
}

/** Sound that stops must not hold the pictures back for longer than this (microseconds), here and below. */
export const muxer = ['-max_interleave_delta', '500000', '-flags', '+global_header', '-f', 'tee']

/** Where each rendition goes, with the sound. */
export function teeOutput(plan: LadderPlan, outputs: readonly string[]): string {
  return plan.renditions.map((_, n) => slave(n, plan, outputs[n] ?? '')).join('|')
}

const source = (container: SourceFormat['container']) => ({
  url: 'pipe:0',
  options: [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-stats', '-stats_period', '1', '-copyts'],
    // The server has read the sequence headers already: there is nothing worth waiting for.
    ...['-probesize', '500000', '-analyzeduration', '500000', '-fpsprobesize', '0'],
    // More threads would each hold back a picture; a changed picture size is dealt with by `scale`, not by
    // building the graph anew, which would start its clocks from 0 again.
    ...['-threads', '1', '-thread_queue_size', '512', '-reinit_filter', '0', '-f', container],
  ],
})

function cardInput(card: CardInput) {
  const { width, height } = card.box
  return {
    url: card.url,
    options: [
      ...['-f', 'rawvideo', '-pixel_format', card.pixelFormat, '-video_size', `${width}x${height}`],
      ...['-framerate', String(card.framesPerSecond), '-probesize', '32', '-analyzeduration', '0'],
      // Every card frame that waits here is one frame of delay.
      ...['-fpsprobesize', '0', '-thread_queue_size', '1'],
    ],
  }
}

/**
 * A fixed rate, because OBS drops pictures on a bad line while the sound goes on: the gap is then filled with
 * the last picture, where a player would stall in a hole.
 */
function videoGraph({ plan, card, skipMs }: LadderInput): string {
  const [top, ...lower] = plan.renditions
  const skip = skipMs > 0 ? `trim=start=${seconds(skipMs)},setpts=PTS-${seconds(skipMs)}/TB,` : ''
  const picture =
    `[0:v:0]${skip}fps=${plan.frameRate.text}:start_time=0,settb=1/90000,` +
    `scale=${top.width}:${top.height},format=yuv420p`
  const laid = card
    ? `${picture}[picture];[picture][1:v]overlay=${card.box.x}:${card.box.y}:eof_action=pass:format=yuv420`
    : picture
  if (lower.length === 0) return `${laid}[v0]`
  const pads = lower.map((_, n) => `[s${n + 1}]`).join('')
  const scaled = lower.map((r, n) => `[s${n + 1}]scale=${r.width}:${r.height}[v${n + 1}]`)
  return [`${laid},split=${lower.length + 1}[v0]${pads}`, ...scaled].join(';')
}

/** A graph of its own: in one with the pictures, sound that stays away would stop them. */
function sound(kbps: number, skipMs: number): string[] {
  const skip = skipMs > 0 ? `atrim=start=${seconds(skipMs)},asetpts=PTS-${seconds(skipMs)}/TB,` : ''
  return [
    ...['-map', '0:a:0', '-filter:a', `${skip}aresample=48000:async=1:first_pts=0`],
    ...soundEncoder(kbps),
  ]
}

export function soundEncoder(kbps: number): string[] {
  return [
    ...['-c:a', 'aac', '-b:a', `${kbps}k`, '-ar', '48000', '-ac', '2'],
    // The encoder's 1024 samples of priming stand before 0, where fragmented MP4 without an edit list has no
    // place: the muxer would move all that follows by as much.
    ...['-bsf:a', 'noise=drop=lt(pts\\,0)'],
  ]
}

function video(plan: LadderPlan): string[] {
  return [
    ...pictureEncoder(plan),
    // By number, not by time: keyframes must begin parts, in each rendition the same.
    ...['-force_key_frames', `expr:${keyframes(plan)}`],
  ]
}

/** How the renditions are encoded; where the keyframes stand is not said here. */
export function pictureEncoder(plan: LadderPlan): string[] {
  return [
    ...['-c:v', 'libx264', '-preset', plan.preset, '-tune', 'zerolatency', '-profile:v', 'high', '-bf', '0'],
    ...['-pix_fmt', 'yuv420p', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-color_range', 'tv', '-sc_threshold', '0', '-g', '600', '-crf', '23'],
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    ...plan.renditions.flatMap(({ level, videoKbps }, n) => [
      ...[`-level:v:${n}`, level, `-maxrate:v:${n}`, `${videoKbps}k`],
      ...[`-bufsize:v:${n}`, `${videoKbps * bufferSeconds}k`],
    ]),
  ]
}

/** Is 1 for the pictures that are to be keyframes. */
function keyframes({ keyframes, framesPerPart, partsPerSegment }: LadderPlan): string {
  return keyframes.map(frame => `eq(mod(n,${framesPerPart * partsPerSegment}),${frame})`).join('+')
}

/**
 * A fragment is a part: the muxer writes one when a track has come this far. A little less than the pictures' time,
 * so that rounding never takes one picture more. The quotes of `select` are for the muxer's own parser, the backslashes
 * for tee's.
 */
function slave(index: number, plan: LadderPlan, output: string): string {
  const partSeconds = plan.framesPerPart / plan.frameRate.value
  const options = [
    `select=\\'v:${index},a\\'`,
    'f=mp4:movflags=+frag_keyframe+empty_moov+default_base_moof',
    `frag_duration=${Math.floor(partSeconds * 1_000_000) - 1000}:video_track_timescale=90000`,
    'max_interleave_delta=500000:avoid_negative_ts=make_zero',
  ]
  return `[${options.join(':')}]${output}`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)
