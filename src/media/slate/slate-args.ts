import { aacEncoder, type FfmpegCommand, pictureEncoder, rates } from '../ladder/args.ts'
import type { LadderPlan } from '../ladder/plan.ts'

/** Enough for two frames of sound behind the encoder's priming. Seconds. */
const soundSeconds = 0.2

/** Pictures between two keyframes, where they are farthest apart. */
export function longestGop({ framesPerPart, partsPerSegment, keyframes }: LadderPlan): number {
  const ends = [...keyframes.slice(1), framesPerPart * partsPerSegment]
  return Math.max(...ends.map((end, n) => end - (keyframes[n] ?? 0)))
}

/**
 * The command line that encodes one picture (PNG on standard input) as the ladder of `plan` would: a keyframe, as
 * many pictures after it as may follow one, and a little silence.
 */
export function slateArgs(plan: LadderPlan, outputs: readonly string[]): FfmpegCommand {
  return {
    inputs: [
      {
        url: 'pipe:0',
        options: [
          ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
          ...['-f', 'png_pipe', '-framerate', plan.frameRate.text],
        ],
      },
    ],
    outputs: [
      {
        url: plan.renditions.map((_, n) => slave(n, outputs[n] ?? '')).join('|'),
        options: [
          ...['-filter_complex', graph(plan)],
          ...plan.renditions.flatMap((_, n) => ['-map', `[v${n}]`]),
          ...['-map', '[a]', ...aacEncoder(plan.audioKbps)],
          ...pictureEncoder(plan),
          ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
          ...plan.renditions.flatMap((rendition, n) => rates(rendition, `v:${n}`)),
          // Slices, which several threads would make, take more bytes than the pictures in which nothing moves.
          ...['-threads:v', '1'],
          // The same quality throughout: x264 would spend what stillness saves on finer pictures, up to the next
          // keyframe, and players would see the picture breathe once a second.
          ...['-x264-params', 'qcomp=1'],
          ...['-flags', '+global_header', '-f', 'tee'],
        ],
      },
    ],
    niceness: 10,
  }
}

/** One rendition with the sound. The quotes of `select` are for the muxer's own parser, the backslashes for tee's. */
function slave(index: number, output: string): string {
  const options = [
    `select=\\'v:${index},a\\'`,
    'f=mp4:movflags=+frag_keyframe+empty_moov+default_base_moof',
    'video_track_timescale=90000:avoid_negative_ts=make_zero',
  ]
  return `[${options.join(':')}]${output}`
}

function graph(plan: LadderPlan): string {
  const pads = plan.renditions.map((_, n) => `[s${n}]`).join('')
  const picture = `[0:v:0]tpad=stop=${longestGop(plan) - 1}:stop_mode=clone,settb=1/90000`
  const scaled = plan.renditions.map(
    ({ width, height }, n) =>
      // From RGB, FFmpeg would convert with the matrix of BT.601, which is not what the ladder's streams say of themselves.
      `[s${n}]scale=${width}:${height}:out_color_matrix=bt709:out_range=tv,format=yuv420p[v${n}]`,
  )
  const silence = `anullsrc=channel_layout=stereo:sample_rate=48000,atrim=end=${soundSeconds}[a]`
  return [`${picture},split=${plan.renditions.length}${pads}`, ...scaled, silence].join(';')
}
