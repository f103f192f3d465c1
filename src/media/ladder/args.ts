import type { CardBox, ColourMatrix, OverlayInput, SourceFormat } from '../ports.ts'
import { keyframesOf, type LadderPlan, type Rendition } from './plan.ts'

/** What FFmpeg is run with, in the parts that its command line has. */
export type FfmpegCommand = {
  readonly inputs: readonly { readonly url: string; readonly options: readonly string[] }[]
  readonly outputs: readonly { readonly url: string; readonly options: readonly string[] }[]
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
  readonly matrix: ColourMatrix
  /** Milliseconds at the head of the source that are decoded and thrown away. */
  readonly skipMs: number
  readonly outputs: LadderOutputs
}

/** Where FFmpeg writes to. */
export type LadderOutputs = {
  /** FLV of each rendition; as many as the plan has, in its order. */
  readonly pictures: readonly string[]
  /** Fragmented MP4. */
  readonly aac: string
  /** Fragmented MP4; null when nobody wants it. */
  readonly opus: string | null
}

/** Length of x264's rate buffer: how long a peak may last. Seconds. */
const bufferSeconds = 1

/**
 * The command line of one live room: the source on standard input, the card over its socket, one decode, one overlay,
 * N encodes, each with an output of its own: none waits for another. Both inputs and all outputs share one timeline
 * that starts at 0 (`-copyts`: FFmpeg would else move each input's first timestamp, which differs by B-frames and
 * codec delay, to 0).
 */
export function ladderArgs(input: LadderInput): FfmpegCommand {
  const { plan, card, outputs } = input
  const pictures = plan.renditions.map((rendition, n) => ({
    url: outputs.pictures[n] ?? '',
    options: [
      ...['-map', `[v${n}]`, ...pictureEncoder(plan), ...rates(rendition)],
      ...['-fps_mode', 'cfr', '-r', plan.frameRate.text],
      // By number, not by time: keyframes must begin parts, those of the plan in each rendition the same.
      ...['-force_key_frames', `expr:${keyframes(plan, n)}`, ...flv],
    ],
  }))
  const aac = { url: outputs.aac, options: ['-map', '[aac]', ...aacEncoder(plan.audioKbps), ...mp4] }
  const opus =
    outputs.opus === null
      ? []
      : [{ url: outputs.opus, options: ['-map', '[opus]', ...opusEncoder(plan.audioKbps), ...mp4] }]
  const [top, ...others] = [...pictures, aac, ...opus]
  const graphs = ['-filter_complex', videoGraph(input), '-filter_complex', soundGraph(input)]
  return {
    inputs: [source(input.container), ...(card ? [cardInput(card)] : [])],
    outputs: top ? [{ ...top, options: [...graphs, ...top.options] }, ...others] : [],
  }
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
 * A fixed rate, because OBS drops pictures on a bad line while the sound goes on: the encoders fill the gap with the
 * last picture, where a player would stall in a hole. Each picture is moved to the nearest place of that rate, the
 * first one to 0. FFmpeg's own filter for it, `fps`, would hold every picture back until the next one comes.
 *
 * Card and encodes are in BT.709, so the source has to be. The source's matrix is told, not read from each picture,
 * which need not have one, or may have one at which the filter gives up.
 */
function videoGraph({ plan, card, skipMs, matrix }: LadderInput): string {
  const [top, ...lower] = plan.renditions
  const skip = skipMs > 0 ? `trim=start=${seconds(skipMs)},setpts=PTS-${seconds(skipMs)}/TB,` : ''
  const rate = `(${plan.frameRate.text})`
  const place = (time: string) => `floor(${time}*${rate}+0.5)`
  const isNext = `isnan(prev_selected_t)+gt(${place('t')},${place('prev_selected_t')})`
  const picture =
    `[0:v:0]${skip}settb=1/90000,select='${isNext}',setpts='if(N,round(${place('T')}/${rate}/TB),0)',` +
    `scale=${top.width}:${top.height},format=yuv420p${matrix === 'bt709' ? '' : `,colormatrix=${matrix}:bt709`}`
  const laid = card
    ? `${picture}[picture];[picture][1:v]overlay=${card.box.x}:${card.box.y}:eof_action=pass:format=yuv420`
    : picture
  if (lower.length === 0) return `${laid}[v0]`
  const pads = lower.map((_, n) => `[s${n + 1}]`).join('')
  const scaled = lower.map((r, n) => `[s${n + 1}]scale=${r.width}:${r.height}[v${n + 1}]`)
  return [`${laid},split=${lower.length + 1}[v0]${pads}`, ...scaled].join(';')
}

/**
 * A graph of its own: in one with the pictures, sound that stays away would stop them. A microphone's clock drifts from
 * the camera's: what is 10 ms off is stretched, by 2 % at most; only holes are cut or filled.
 */
function soundGraph({ skipMs, outputs }: LadderInput): string {
  const skip = skipMs > 0 ? `atrim=start=${seconds(skipMs)},asetpts=PTS-${seconds(skipMs)}/TB,` : ''
  const sound = `[0:a:0]${skip}aresample=48000:async=1000:min_comp=0.01:first_pts=0,aformat=channel_layouts=stereo`
  return outputs.opus === null ? `${sound}[aac]` : `${sound},asplit=2[aac][opus]`
}

/** An encoder's priming stands before 0, where MP4 without an edit list has no place. */
const withoutPriming = ['-bsf:a', 'noise=drop=lt(pts\\,0)']

export function aacEncoder(kbps: number): string[] {
  return ['-c:a', 'aac', '-b:a', `${kbps}k`, '-ar', '48000', '-ac', '2', ...withoutPriming]
}

/** Enough for stereo over the full band (RFC 7587, 3.1.1), and 240p with it goes through a line of 300 kbit/s. */
const maxOpusKbps = 64

/** 20 ms a packet. `lowdelay` looks ahead by 2.5 ms, not by 6.5, and at such rates sounds the same. */
function opusEncoder(kbps: number): string[] {
  return [
    ...['-c:a', 'libopus', '-b:a', `${Math.min(kbps, maxOpusKbps)}k`, '-ar', '48000', '-ac', '2'],
    ...['-application', 'lowdelay', '-frame_duration', '20', ...withoutPriming],
  ]
}

const flv = ['-flags', '+global_header', '-f', 'flv', '-flvflags', 'no_duration_filesize']

/**
 * A fragment for each packet, whose time is its own: with `frag_discont` the first is not moved to 0, where Opus, whose
 * priming is no whole packet, would be early.
 */
const mp4 = [
  ...['-flags', '+global_header', '-f', 'mp4', '-avoid_negative_ts', 'disabled'],
  ...['-movflags', '+frag_every_frame+frag_discont+empty_moov+default_base_moof'],
]

/** How the renditions are encoded; where the keyframes stand is not said here. */
export function pictureEncoder(plan: LadderPlan): string[] {
  return [
    ...['-c:v', 'libx264', '-preset', plan.preset, '-tune', 'zerolatency', '-profile:v', 'high', '-bf', '0'],
    ...['-pix_fmt', 'yuv420p', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-color_range', 'tv', '-sc_threshold', '0', '-g', '600', '-crf', '23'],
  ]
}

/** `stream`: which of an output's, as FFmpeg specifies it. */
export function rates({ level, videoKbps }: Rendition, stream = 'v'): string[] {
  return [
    ...[`-level:${stream}`, level, `-maxrate:${stream}`, `${videoKbps}k`],
    ...[`-bufsize:${stream}`, `${videoKbps * bufferSeconds}k`],
  ]
}

/** Is 1 for the pictures that are to be keyframes. */
function keyframes(plan: LadderPlan, rendition: number): string {
  const perSegment = plan.framesPerPart * plan.partsPerSegment
  return keyframesOf(plan, rendition)
    .map(frame => `eq(mod(n,${perSegment}),${frame})`)
    .join('+')
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)
