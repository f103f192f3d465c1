import t, { type Test } from 'tap'
import { createLog } from '../../../src/log.ts'
import type { LadderPlan } from '../../../src/media/ladder/plan.ts'
import { SourcePipe } from '../../../src/media/ladder/source-pipe.ts'
import { SteadySound } from '../../../src/media/ladder/steady-sound.ts'
import { Transcoder } from '../../../src/media/ladder/transcoder.ts'
import { RunPackager } from '../../../src/media/packager/run-packager.ts'
import type { Run, Segment } from '../../../src/media/packager/segment.ts'
import type { Timeline } from '../../../src/media/packager/timeline.ts'
import { RunOutput } from '../../../src/media/run-output.ts'
import { SlateRun } from '../../../src/media/slate/slate-run.ts'
import { probe, publish, run as runTool, source } from '../../helpers/ffmpeg-live.ts'
import { newTimeline } from '../../helpers/hand-made-parts.ts'
import { until } from '../../helpers/until.ts'
import { slatePlan } from './slate-plan.ts'
import { startSlates } from './start-slates.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 2

const slateSeconds = 7

type Kit = Awaited<ReturnType<typeof startSlates>>

/** A host who is there for some seconds, encoded by the real ladder. */
async function showSource(
  t: Test,
  timeline: Timeline,
  plan: LadderPlan,
  audioCodec: string | null,
  { children, folder }: Kit,
) {
  const [{ width, height }] = plan.renditions
  const publication = await publish(
    t,
    'room',
    source({ width, height, framesPerSecond: plan.frameRate.value, audioCodec }),
  )
  const pipe = new SourcePipe()
  const { start } = publication.subscribe(new SteadySound(pipe, audioCodec === null))
  const packager = new RunPackager(timeline, plan, start.at)
  const transcoder = await Transcoder.start(
    {
      ...{ plan, source: pipe, skipMs: 0, openCard: async () => null, folder, name: 'source', children },
      log: createLog('silent'),
      sink: new RunOutput({ packager, frames: null, onPart: () => {} }),
      opus: false,
    },
    new AbortController().signal,
  )
  t.teardown(() => transcoder.stop())
  await until('some seconds of the host', () => (timeline.shownUntil ?? 0) > start.at + 2500, 20_000)
  await publication.dispose()
  t.same(await transcoder.ended, { kind: 'finished' })
  packager.finish()
}

const bytesOf = (segments: readonly Segment[], name: string): Buffer =>
  Buffer.concat([
    segments[0]?.run.inits.get(name)?.bytes ?? Buffer.alloc(0),
    ...segments.flatMap(segment => segment.renditions.get(name)?.parts.map(part => part.bytes) ?? []),
  ])

/** Differences of each number to the one before. */
const steps = (values: readonly number[]): number[] =>
  values.slice(1).map((value, n) => value - (values[n] ?? Number.NaN))

async function checkRun(t: Test, run: Run, segments: readonly Segment[], name: string): Promise<void> {
  const bytes = bytesOf(segments, name)
  const packets = (stream: string) =>
    probe(bytes, '-select_streams', stream, '-show_entries', 'packet=pts,duration')
  const video = (await packets('v')).map(([pts]) => Number(pts))
  const ticks = 90_000 / run.plan.frameRate.value
  t.equal(video[0], 0)
  t.ok(
    steps(video).every(step => Math.abs(step - ticks) <= 1),
    'pictures follow one another',
  )
  const sound = (await packets('a')).map(([pts]) => Number(pts))
  t.ok(sound.length > 0)
  t.ok(
    steps(sound).every(step => step === 1024),
    'the sound has no gap',
  )
  const videoEnd = ((video.at(-1) ?? 0) + ticks) / 90_000
  const soundEnd = ((sound.at(-1) ?? 0) + 1024) / 48_000
  // A source’s sound may end before its last picture.
  if (run.kind === 'slate') t.ok(Math.abs(soundEnd - videoEnd) <= 1024 / 48_000, `${soundEnd} ${videoEnd}`)
}

/** Pictures that come out of a decoder, and what it says about them. */
async function decode(bytes: Buffer): Promise<{ pictures: number; complaints: string }> {
  const script = 'exec ffmpeg -v warning -xerror -i pipe:0 -fps_mode passthrough -f framecrc - 2>&1'
  const lines = String(await runTool('sh', ['-c', script], bytes)).split('\n')
  const frames = lines.filter(line => /^\d+, /.test(line))
  const complaints = lines.filter(line => !/^(#|\d+, |$)/.test(line)).join('\n')
  return { pictures: frames.filter(line => line.startsWith('0,')).length, complaints }
}

for (const [name, changes, audioCodec = 'aac'] of [
  ['30 pictures a second', {}],
  ['25 in portrait', { width: 360, height: 640, rate: '25' }],
  ['29.97', { rate: '30000/1001' }],
  ['29.97 in 4:3 without sound', { width: 480, height: 360, rate: '30000/1001' }, null],
] as const) {
  t.test(`a slate follows a source of ${name} without a gap, and all of it can be decoded`, async t => {
    const plan = slatePlan(changes)
    const kit = await startSlates(t)
    const slate = await kit.slates.prepare('老茶铺', plan)
    if (!slate) throw new Error('there is no slate')
    const { timeline, segments } = newTimeline(30)
    await showSource(t, timeline, plan, audioCodec, kit)
    const from = timeline.shownUntil ?? Number.NaN
    const slateRun = SlateRun.start({
      timeline,
      slate,
      from,
      lagMs: 0,
      now: () => from + slateSeconds * 1000,
    })
    slateRun.stop()
    const until = timeline.shownUntil ?? Number.NaN
    timeline.end()

    const runs = [...new Set(segments.map(segment => segment.run))]
    t.same(
      runs.map(run => run.kind),
      ['source', 'slate'],
    )
    t.equal(runs[1]?.startedAt, from, 'the clock goes on where the host was last seen')
    t.ok(until <= from + slateSeconds * 1000 && until > from + (slateSeconds - 0.45) * 1000)
    t.same(
      segments.filter(segment => segment.discontinuity).map(segment => segment.run.kind),
      ['slate'],
    )
    for (const { name } of plan.renditions) {
      for (const segment of segments) t.ok(segment.renditions.get(name)?.parts[0]?.independent)
      for (const run of runs) {
        const own = segments.filter(segment => segment.run === run)
        await checkRun(t, run, own, name)
        const seconds = own.reduce((sum, { renditions }) => sum + (renditions.get(name)?.duration ?? 0), 0)
        t.same(await decode(bytesOf(own, name)), {
          pictures: Math.round(seconds * plan.frameRate.value),
          complaints: '',
        })
      }
    }
  })
}
