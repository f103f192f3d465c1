import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { boxesOf } from './mp4-boxes.ts'

/** One encode of a rendition: its parts of 0.2 s, five to a segment of a second. */
export type SampleRendition = { readonly init: Buffer; readonly segments: readonly (readonly Buffer[])[] }
/** What an encoder makes between two discontinuities; by rendition. */
export type SampleRun = ReadonlyMap<string, SampleRendition>

export const partSeconds = 0.2
export const partsPerSegment = 5

/** Renditions, large and small, made by FFmpeg with a keyframe each second. */
export async function makeRun(folder: string, size: [number, number], seconds: number): Promise<SampleRun> {
  const [width, height] = size
  const names = ['large', 'small']
  const child = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=${width}x${height}:r=25:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `sine=440:sample_rate=48000:d=${seconds}`],
      ...['-filter_complex', `[0:v]split[a][b];[b]scale=${width / 2}:${height / 2}[small]`],
      ...names.flatMap(name => [
        ...['-map', name === 'large' ? '[a]' : '[small]', '-map', '1:a', '-c:v', 'libx264', '-preset'],
        ...['ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '25', '-sc_threshold', '0', '-b:v', '300k'],
        ...[
          '-level',
          '1.3',
          '-c:a',
          'aac',
          '-avoid_negative_ts',
          'disabled',
          '-b:a',
          '64k',
          '-ac',
          '2',
          '-f',
          'mp4',
          '-movflags',
        ],
        ...['+frag_keyframe+empty_moov+default_base_moof', '-frag_duration', `${partSeconds * 1e6}`],
        join(folder, `${name}-${width}.mp4`),
      ]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  const run = new Map<string, SampleRendition>()
  for (const name of names) run.set(name, cut(await readFile(join(folder, `${name}-${width}.mp4`)), seconds))
  return run
}

/** FFmpeg's file into init section and parts: a `moof` and its `mdat` each. */
function cut(bytes: Buffer, seconds: number): SampleRendition {
  const boxes = boxesOf(bytes)
  const whole = (...types: string[]) => boxes.filter(({ type }) => types.includes(type)).map(box => box.whole)
  const moofs = whole('moof')
  const mdats = whole('mdat')
  const parts = moofs.map((moof, n) => Buffer.concat([moof, mdats[n] ?? Buffer.alloc(0)]))
  const segments = Array.from({ length: seconds }, (_, n) =>
    parts.slice(n * partsPerSegment, (n + 1) * partsPerSegment),
  )
  return { init: Buffer.concat(whole('ftyp', 'moov')), segments }
}
