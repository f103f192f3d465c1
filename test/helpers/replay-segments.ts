import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { type CardInput, ladderArgs } from '../../src/media/ladder/args.ts'
import { type LadderPlan, planLadder } from '../../src/media/ladder/plan.ts'
import { RunPackager } from '../../src/media/packager/run-packager.ts'
import type { Segment } from '../../src/media/packager/segment.ts'
import type { SourceFormat } from '../../src/media/ports.ts'
import { RunOutput } from '../../src/media/run-output.ts'
import { run as runTool } from './ffmpeg-live.ts'
import { newTimeline } from './hand-made-parts.ts'
import { tempFolder } from './temp-folder.ts'

/** What one FFmpeg run of a room writes, made faster than real time: each rendition's pictures, and the sound. */
export type LadderRun = {
  readonly plan: LadderPlan
  readonly pictures: readonly Buffer[]
  readonly aac: Buffer
  readonly opus: Buffer
}

type Source = {
  readonly seconds: number
  readonly width?: number
  readonly height?: number
  readonly renditions?: readonly string[]
  /** A source of lavfi, without its size. */
  readonly picture?: string
  readonly filter?: string
  readonly audio?: string | null
}

/** As much of a source's format as its command line depends on. */
export type LadderSource = {
  readonly container: SourceFormat['container']
  readonly video: Pick<SourceFormat['video'], 'matrix'>
}

/** Runs the ladder's own command line on a test picture with sound. */
export async function encodeRun(t: Test, source: Source): Promise<LadderRun> {
  const { seconds, width = 640, height = 360, renditions = ['360p', '240p'], picture = 'testsrc2' } = source
  const { filter = 'null', audio } = source
  const flv = await runTool('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `${picture}=s=${width}x${height}:r=30,${filter}`],
    ...['-f', 'lavfi', '-i', audio ?? 'sine=440', '-t', String(seconds), '-pix_fmt', 'yuv420p'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:a',
      'aac',
      '-ar',
      '48000',
      '-ac',
      '2',
      '-f',
      'flv',
      'pipe:1',
    ],
  ])
  const config = configWith({ ladder: { renditions, preset: 'ultrafast' } })
  const info = { videoCodec: 'h264', audioCodec: 'aac', width, height, framesPerSecond: 30 }
  const plan = planLadder(info, config.ladder, config.hls)
  return runLadder(t, plan, { container: 'flv', video: { matrix: 'bt709' } }, flv)
}

/** Runs the ladder's own command line on these bytes of a source. */
export async function runLadder(
  t: Test,
  plan: LadderPlan,
  { container, video: { matrix } }: LadderSource,
  bytes: Buffer,
  card: CardInput | null = null,
): Promise<LadderRun> {
  const folder = await tempFolder(t)
  const files = plan.renditions.map(({ name }) => join(folder, `${name}.flv`))
  const aac = join(folder, 'aac.mp4')
  const opus = join(folder, 'opus.mp4')
  const command = ladderArgs({
    plan,
    card,
    skipMs: 0,
    container,
    matrix,
    outputs: { pictures: files, aac, opus },
  })
  const args = [
    ...command.inputs.flatMap(input => [...input.options, '-i', input.url]),
    ...command.outputs.flatMap(output => [...output.options, output.url]),
  ]
  const child = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.on('error', () => {})
  child.stdin.end(bytes)
  await once(child, 'exit')
  const pictures = await Promise.all(files.map(file => readFile(file)))
  return { plan, pictures, aac: await readFile(aac), opus: await readFile(opus) }
}

/** What the packager makes of these runs, one after the other in one show. `startedAt`: epoch milliseconds. */
export function packageRuns(
  runs: readonly (Omit<LadderRun, 'opus'> & { readonly startedAt: number })[],
): Segment[] {
  const { timeline, segments } = newTimeline()
  for (const { plan, pictures, aac, startedAt } of runs) {
    const packager = new RunPackager(timeline, plan, startedAt)
    const output = new RunOutput({ packager, frames: null, onPart: () => {} })
    // A little of each in turn: they may not be far apart.
    for (let hundredth = 0; hundredth < 100; hundredth++) {
      const piece = (bytes: Buffer) => {
        const at = (share: number) => Math.floor((bytes.length * share) / 100)
        return bytes.subarray(at(hundredth), at(hundredth + 1))
      }
      output.aac(piece(aac))
      for (const [index, rendition] of pictures.entries()) output.pictures(index, piece(rendition))
    }
    packager.finish()
  }
  timeline.end()
  return segments
}

/** The segments again and again, each time later on the run's timeline, without end. */
export function* repeated(segments: readonly Segment[]): Generator<Segment> {
  const seconds = segments.reduce((sum, segment) => sum + durationOf(segment), 0)
  for (let later = 0; ; later += seconds) for (const segment of segments) yield moved(segment, later)
}

function moved(segment: Segment, later: number): Segment {
  const renditions = new Map(
    [...segment.renditions].map(([name, media]) => [
      name,
      {
        ...media,
        start: media.start + later,
        parts: media.parts.map(part => ({ ...part, start: part.start + later })),
      },
    ]),
  )
  return { ...segment, renditions }
}

export const durationOf = (segment: Segment): number =>
  segment.renditions.values().next().value?.duration ?? 0

export function bytesOf(segment: Segment, rendition: string): Buffer {
  return Buffer.concat((segment.renditions.get(rendition)?.parts ?? []).map(part => part.bytes))
}
