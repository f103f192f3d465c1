import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y']

/**
 * A clip as OBS makes it by default (B-frames, AAC; a keyframe each two seconds): made once, pushed many times. `more`:
 * a filter of its picture.
 */
export async function makeClip(file: string, size = '1280x720', seconds = 10, more = 'null'): Promise<void> {
  const input = [
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30,hue=s=0.4,eq=brightness=-0.35,${more}`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=330:sample_rate=48000'],
  ]
  const encoder = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-bf',
    '2',
    '-g',
    '60',
    '-b:v',
    '2500k',
    '-pix_fmt',
    'yuv420p',
  ]
  await promisify(execFile)('ffmpeg', [
    ...[...quiet, ...input, '-t', String(seconds), ...encoder],
    ...['-c:a', 'aac', '-b:a', '128k', '-f', 'flv', file],
  ])
}

/** Sends the clip again and again at its own speed, without encoding: the host's work is not what is measured. */
export function paced(clip: string, target: string): readonly string[] {
  return [...quiet, '-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy', '-f', 'flv', target]
}

export type Running = AsyncDisposable & { readonly child: ChildProcess }

export function run(args: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore'): Running {
  const child = spawn('ffmpeg', args, {
    stdio: [stdin, args.at(-1) === 'pipe:1' ? 'pipe' : 'ignore', 'inherit'],
  })
  return {
    child,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

export type PlainPorts = { readonly rtp: number; readonly rtcp: number }

/** Sends a clip of H.264 and Opus as `paced` does, as plain RTP to ports of this machine. */
export function plain(clip: string, video: PlainPorts, audio: PlainPorts): readonly string[] {
  const to = ({ rtp, rtcp }: PlainPorts) => `rtp://127.0.0.1:${rtp}?rtcpport=${rtcp}&pkt_size=1200`
  return [
    ...[...quiet, '-re', '-stream_loop', '-1', '-i', clip],
    ...['-map', '0:v', '-c', 'copy', '-payload_type', '96', '-ssrc', '1', '-f', 'rtp', to(video)],
    ...['-map', '0:a', '-c', 'copy', '-payload_type', '111', '-ssrc', '2', '-f', 'rtp', to(audio)],
  ]
}
