import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Test } from 'tap'
import { LiveStreams } from '../../src/media/live-streams.ts'
import type { MediaAnswer } from '../../src/media/media-answer.ts'
import type { SourceInfo } from '../../src/media/ports.ts'
import { FfmpegPublication } from './ffmpeg-publication.ts'
import { type LiveSettings, liveOptions } from './live-options.ts'
import { tempFolder } from './temp-folder.ts'

/** A LiveStreams of its own for a test, with a small and cheap ladder. */
export async function startLive(t: Test, settings: LiveSettings = {}) {
  const folder = await tempFolder(t)
  const stack = new AsyncDisposableStack()
  t.teardown(() => stack.disposeAsync())
  const options = await liveOptions(folder, settings, stack)
  const live = stack.use(await LiveStreams.start(options))
  return { live, bus: options.bus, children: options.children, replays: options.replays }
}

export const source = (changes: Partial<SourceInfo> = {}): SourceInfo => ({
  videoCodec: 'h264',
  width: 640,
  height: 360,
  framesPerSecond: 30,
  audioCodec: 'aac',
  ...changes,
})

type Picture = {
  /** Drawn onto a moving picture. */
  readonly filter?: string
  /** A source of lavfi; null: none, whatever is announced. */
  readonly audio?: string | null
  readonly options?: readonly string[]
}

/** As OBS sends it: B-frames, AAC, a keyframe each 8 s. */
export async function publish(t: Test, slug: string, info: SourceInfo, picture: Picture = {}) {
  const size = `testsrc2=s=${info.width}x${info.height}:r=${info.framesPerSecond}`
  const audio = picture.audio === undefined && info.audioCodec !== null ? 'sine=440' : (picture.audio ?? null)
  const publication = await FfmpegPublication.start(slug, info, [
    ...['-re', '-f', 'lavfi', '-i', picture.filter ? `${size},${picture.filter}` : size],
    ...(audio === null ? [] : ['-re', '-f', 'lavfi', '-i', audio]),
    ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-sc_threshold', '0'],
    ...['-g', String(8 * info.framesPerSecond), '-b:v', '1M', '-c:a', 'aac', '-ar', '48000', '-ac', '2'],
    ...(picture.options ?? []),
  ])
  t.teardown(() => publication.dispose())
  return publication
}

/** What stands at a path that nothing has to be waited for at; null when there is nothing. */
export function answer(live: LiveStreams, slug: string, path: string): MediaAnswer | null {
  const found = live.answer(slug, path, new URLSearchParams(), new AbortController().signal)
  if (found instanceof Promise) throw new Error(`${path} has to be waited for`)
  return found
}

/** The bytes of an answer; null when it has none. */
export function bytesOf(found: MediaAnswer | null): Buffer | null {
  if (found?.status !== 200 || typeof found.body === 'string' || 'file' in found.body) return null
  return Buffer.isBuffer(found.body) ? found.body : Buffer.concat([...found.body])
}

export type ListedSegment = {
  readonly uri: string
  readonly msn: number
  readonly duration: number
  readonly date: number
  readonly discontinuity: boolean
  readonly map: string
}

export type MediaPlaylist = {
  readonly text: string
  readonly segments: readonly ListedSegment[]
  readonly ended: boolean
}

export function readPlaylist(live: LiveStreams, slug: string, rendition: string): MediaPlaylist | null {
  const found = answer(live, slug, `${rendition}/index.m3u8`)
  if (found?.status !== 200) return null
  const text = String(found.body)
  const segments: ListedSegment[] = []
  let msn = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1])
  let pending = { duration: 0, date: 0, discontinuity: false, map: '' }
  for (const line of text.split('\n')) {
    const [, tag = '', value = ''] = /^#(?:EXT-X-)?([A-Z-]+):?(.*)$/.exec(line) ?? []
    if (tag === 'EXTINF') pending.duration = Number.parseFloat(value)
    if (tag === 'PROGRAM-DATE-TIME') pending.date = Date.parse(value)
    if (tag === 'DISCONTINUITY') pending.discontinuity = true
    if (tag === 'MAP') pending.map = /URI="(.*)"/.exec(value)?.[1] ?? ''
    if (line === '' || line.startsWith('#')) continue
    segments.push({ uri: line, msn: msn++, ...pending })
    pending = { ...pending, discontinuity: false }
  }
  return { text, segments, ended: text.includes('#EXT-X-ENDLIST') }
}

/** The bytes of these segments, behind the init segment of the first. */
export function download(
  live: LiveStreams,
  slug: string,
  rendition: string,
  segments: readonly ListedSegment[],
): Buffer {
  const paths = [segments[0]?.map ?? '', ...segments.map(segment => segment.uri)]
  return Buffer.concat(
    paths.map(path => {
      const bytes = bytesOf(answer(live, slug, `${rendition}/${path}`))
      if (bytes === null) throw new Error(`${rendition}/${path} is not there`)
      return bytes
    }),
  )
}

/** Runs a tool on bytes and gives what it prints. */
export async function run(command: string, args: readonly string[], input?: Buffer): Promise<Buffer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', chunk => chunks.push(chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  await once(child, 'close')
  return Buffer.concat(chunks)
}

/** A white picture and a beep at each full second. */
export const flashAndBeep: Picture = {
  filter: "drawbox=t=fill:c=black,drawbox=t=fill:c=white:enable='lt(mod(t+0.001,1),0.034)'",
  audio: "aevalsrc='if(lt(mod(t,1),0.1),0.8*sin(2*PI*1000*t),0)':s=48000:c=stereo",
}

/** Seconds of quiet that tell one beep of `flashAndBeep` from the next. */
const quiet = 0.3

/** Seconds between each flash of `flashAndBeep` and the nearest beep, but for a beep that no quiet is before. */
export async function soundOffsets(bytes: Buffer): Promise<number[]> {
  const [sounds, pictures] = await Promise.all([beeps(bytes), luma(bytes, '100:100:100:100')])
  const from = (pictures[0]?.time ?? 0) + quiet + 0.05
  const heard = flashesIn(pictures).filter(time => time > from)
  return heard.map(time => Math.min(...sounds.map(sound => Math.abs(sound - time))))
}

/** Times at which the picture becomes white. */
export async function flashes(bytes: Buffer): Promise<number[]> {
  return flashesIn(await luma(bytes, '100:100:100:100'))
}

function flashesIn(pictures: readonly { time: number; value: number }[]): number[] {
  const found = pictures.filter(({ value }, n) => value > 120 && (pictures[n - 1]?.value ?? 0) < 120)
  return found.map(({ time }) => time)
}

/** Times of the beeps: where the sound starts after quiet. Counts samples from each fragment's own time. */
export async function beeps(bytes: Buffer): Promise<number[]> {
  const out = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-copyts', '-i', 'pipe:0', '-vn'],
      ...['-af', `aresample=async=1:first_pts=0,silencedetect=noise=-30dB:d=${quiet},ametadata=print:file=-`],
      ...['-f', 'null', '-'],
    ],
    bytes,
  )
  return [...String(out).matchAll(/silence_end=([\d.]+)/g)].map(([, time]) => Number(time))
}

/** Lines of ffprobe's compact CSV about bytes on its standard input. */
export async function probe(bytes: Buffer, ...args: string[]): Promise<string[][]> {
  const out = await run('ffprobe', ['-v', 'error', ...args, '-of', 'csv=p=0', 'pipe:0'], bytes)
  return String(out)
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(','))
}

/** Mean luma of a part of each picture, with its time. */
export async function luma(bytes: Buffer, crop: string): Promise<{ time: number; value: number }[]> {
  const out = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-copyts', '-i', 'pipe:0', '-an', '-fps_mode', 'passthrough'],
      ...[
        '-vf',
        `crop=${crop},signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-`,
        '-f',
        'null',
        '-',
      ],
    ],
    bytes,
  )
  return [...String(out).matchAll(/pts_time:(\S+)\n\S+YAVG=(\S+)/g)].map(([, time, value]) => ({
    time: Number(time),
    value: Number(value),
  }))
}
