import t from 'tap'
import type { Part } from '../../../src/media/packager/part.ts'
import { Timeline } from '../../../src/media/packager/timeline.ts'
import type { Slate } from '../../../src/media/slate/slate.ts'
import { SlateRun } from '../../../src/media/slate/slate-run.ts'
import { until } from '../../helpers/until.ts'
import { slatePlan } from './slate-plan.ts'

const epoch = 1_700_000_000_000
const lagMs = 500
const partMs = 400

/** A slate with parts of nothing. */
function slate(): Slate {
  const plan = slatePlan()
  const init = {
    bytes: Buffer.alloc(8),
    video: { trackId: 1, timescale: 90_000, codec: 'avc1.64001f', width: 64, height: 36, parameterSets: [] },
    audio: { trackId: 2, timescale: 48_000, codec: 'mp4a.40.2' },
  }
  const part = (index: number): Part => ({
    bytes: Buffer.alloc(8),
    start: (index * partMs) / 1000,
    duration: partMs / 1000,
    independent: index % plan.partsPerSegment === 0,
  })
  return {
    plan,
    inits: new Map([['360p', init]]),
    part: index => new Map([['360p', part(index)]]),
    picture: () => ({ keyframe: true, data: Buffer.alloc(8), parameterSets: [] }),
  }
}

const newTimeline = () =>
  new Timeline(
    { segmentSeconds: 2, partSeconds: 0.4, playlistSegments: 6 },
    { msn: 1, discontinuities: 0 },
    () => {},
  )

/** What players see: where each part begins, by the clock. */
function shown(timeline: Timeline): number[] {
  const heads = [...timeline.listed].flatMap(segment => {
    const parts = segment.renditions.get('360p')?.parts ?? []
    return parts.map(part => segment.run.startedAt + part.start * 1000)
  })
  const open = timeline.open
  const rest =
    open?.parts.map(set => open.run.startedAt + (set.get('360p')?.start ?? Number.NaN) * 1000) ?? []
  return [...heads, ...rest].map(Math.round)
}

t.test('what is due is there at once, up to the part that has ended', async t => {
  const timeline = newTimeline()
  const run = SlateRun.start({
    ...{ timeline, lagMs, from: epoch, slate: slate() },
    now: () => epoch + lagMs + 3 * partMs + 1,
  })
  t.teardown(() => run.stop())
  t.equal(timeline.shownUntil, epoch + 3 * partMs)
  t.same(shown(timeline), [epoch, epoch + partMs, epoch + 2 * partMs])
})

t.test('a slate that begins in the future waits for it', async t => {
  const timeline = newTimeline()
  let now = epoch
  const run = SlateRun.start({ ...{ timeline, lagMs, from: epoch, slate: slate() }, now: () => now })
  t.teardown(() => run.stop())
  t.equal(timeline.shownUntil, null)
  now = epoch + lagMs + partMs
  await until('its first part', () => timeline.shownUntil === epoch + partMs)
})

t.test('one part follows the other by the clock, and the edge stays where it was asked for', async t => {
  const timeline = newTimeline()
  const from = Date.now() - lagMs
  const run = SlateRun.start({ timeline, lagMs, from, slate: slate() })
  t.teardown(() => run.stop())
  const began = performance.now()
  await until('two seconds of slate', () => (timeline.shownUntil ?? 0) >= from + 2000)
  t.ok(performance.now() - began >= 1950, 'none is shown before it has ended')
  t.same(
    shown(timeline).slice(0, 5),
    [0, 1, 2, 3, 4].map(n => from + n * partMs),
  )
})

t.test('after a hold-up, what was missed is there at once', async t => {
  const timeline = newTimeline()
  let now = epoch + lagMs
  const run = SlateRun.start({ ...{ timeline, lagMs, from: epoch, slate: slate() }, now: () => now })
  t.teardown(() => run.stop())
  now += 20_000
  await until('the edge', () => timeline.shownUntil === epoch + 20_000)
  t.equal(timeline.discontinuities, 0)
})

for (const [name, jump] of [
  ['long asleep', 3_600_000],
  ['set back', -3_600_000],
] as const) {
  t.test(`when the clock is ${name}, it goes on from now, behind a discontinuity`, async t => {
    const timeline = newTimeline()
    let now = epoch + lagMs + 2 * partMs
    const run = SlateRun.start({ ...{ timeline, lagMs, from: epoch, slate: slate() }, now: () => now })
    t.teardown(() => run.stop())
    const before = shown(timeline).length
    now += jump
    await until('the moment', () => {
      now += 10
      return shown(timeline).length > before
    })
    t.equal(shown(timeline).length, before + 1, 'the hour is not made up for')
    t.ok(Math.abs(now - lagMs - (timeline.shownUntil ?? 0)) < partMs)
    t.equal(timeline.discontinuities, 1)
  })
}

t.test(
  'a source that was opened after the slate takes its place, whatever happened to the clock',
  async t => {
    const timeline = newTimeline()
    let now = epoch + lagMs + partMs
    const picture = slate()
    const run = SlateRun.start({ ...{ timeline, lagMs, from: epoch, slate: picture }, now: () => now })
    t.teardown(() => run.stop())
    const startedAt = epoch + 100_000
    const source = timeline.openRun({
      kind: 'source',
      plan: picture.plan,
      startedAt,
      inits: picture.inits,
    })
    now += 100_000
    await until('the slate', () => {
      now += 10
      return (timeline.shownUntil ?? 0) > epoch + 50_000
    })
    timeline.add(source, picture.part(0))
    t.equal(timeline.shownUntil, startedAt + partMs)
  },
)

t.test('once stopped, nothing follows', async t => {
  const [stopped, running] = [newTimeline(), newTimeline()]
  let now = epoch + lagMs + partMs
  const runs = [stopped, running].map(timeline =>
    SlateRun.start({ ...{ timeline, lagMs, from: epoch, slate: slate() }, now: () => now }),
  )
  t.teardown(() => {
    for (const run of runs) run.stop()
  })
  runs[0]?.stop()
  runs[0]?.stop()
  now += 10 * partMs
  await until('the other to go on', () => running.shownUntil === epoch + 11 * partMs)
  t.equal(stopped.shownUntil, epoch + partMs)
})
