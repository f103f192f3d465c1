import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'

export type Fixture = { readonly path: string; readonly codec: 'h264' | 'vp8' }

export const frameRate = 25

const encoders = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-b:v', '1500k'],
  vp8: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1500k'],
}

/** Pictures that all differ, with a flash each second, and Opus with a beep at the same time. */
export async function encodeFixture(
  folder: string,
  codec: Fixture['codec'],
  { size = '640x360', seconds = 8, keyframeEvery = 1, matrix = '' } = {},
): Promise<Fixture> {
  const path = join(folder, `${randomUUID()}.mkv`)
  const box = 'drawbox=x=90:y=90:w=120:h=120:t=fill'
  const flash = `${box}:c=black,${box}:c=white:enable='lt(mod(t+0.001,1),0.034)'`
  const beep = "aevalsrc='if(lt(mod(t,1),0.1),0.8*sin(2*PI*1000*t),0)':s=48000:c=stereo"
  await promisify(execFile)('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', '-t', String(seconds)],
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${frameRate},${flash}`],
    ...['-t', String(seconds), '-f', 'lavfi', '-i', beep],
    ...['-pix_fmt', 'yuv420p', ...encoders[codec], '-g', String(frameRate * keyframeEvery)],
    ...(matrix ? ['-colorspace', matrix] : []),
    ...['-c:a', 'libopus', '-frame_duration', '20', path],
  ])
  return { path, codec }
}

/** For `RtpHost.send`: each file's pictures to its URL, at their pace, and the sound of the first to the last. */
export function sendArgs(fixtures: readonly Fixture[], urls: readonly string[]): string[] {
  // Else each output would begin its clock when it is opened.
  const clock = ['-f', 'rtp', '-start_time_realtime', String(Date.now() * 1000)]
  const annexB = (codec: Fixture['codec']) => (codec === 'h264' ? ['-bsf:v', 'h264_mp4toannexb'] : [])
  return [
    ...fixtures.flatMap(({ path }) => ['-re', '-i', path]),
    ...fixtures.flatMap(({ codec }, n) => [
      ...['-map', `${n}:v`, '-c', 'copy', ...annexB(codec), ...clock, urls[n] ?? ''],
    ]),
    ...(urls.length > fixtures.length ? ['-map', '0:a', '-c', 'copy', ...clock, urls.at(-1) ?? ''] : []),
  ]
}

/** What FFmpeg makes of it: the MD5 of each picture, and what it complains about. */
export async function decode(input: Buffer | Fixture) {
  const source = Buffer.isBuffer(input) ? 'pipe:0' : input.path
  const args = ['-v', 'warning', '-copyts', '-i', source, '-an', '-fps_mode', 'passthrough']
  const child = spawn('ffmpeg', [...args, '-f', 'framemd5', '-'])
  // It may have seen enough before it has read everything.
  child.stdin.on('error', () => {})
  child.stdin.end(Buffer.isBuffer(input) ? input : undefined)
  const [out, complaints] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'exit'),
  ])
  const lines = String(out)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
  return { pictures: lines.map(line => line.split(',').at(-1)?.trim() ?? ''), complaints: String(complaints) }
}
