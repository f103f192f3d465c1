import t from 'tap'
import { remember, type Sample, sparkline } from '../../public/studio/history.ts'
import type { HealthView } from '../../src/wire.ts'

const health: HealthView = {
  kilobitsPerSecond: 2500,
  framesPerSecond: 30,
  droppedFrames: 0,
  keyframeSeconds: 2,
  source: {
    protocol: 'rtmp',
    width: 1280,
    height: 720,
    framesPerSecond: 30,
    videoCodec: 'h264',
    audioCodec: 'aac',
  },
  encoderSpeed: 1,
  recording: { stopped: null },
}

t.test('two minutes are remembered and no more', async t => {
  let history: readonly Sample[] = []
  for (let second = 1; second <= 300; second++) history = remember(history, health, second * 1000)
  t.equal(history.length, 120)
  t.equal(history[0]?.at, 181_000)
  t.equal(history.at(-1)?.at, 300_000)
})

t.test('a device whose clock is set back starts a new line', async t => {
  const before = remember([], health, 5000)
  t.strictSame(
    remember(before, health, 4000).map(sample => sample.at),
    [4000],
  )
})

t.test('the line ends at the right edge, and nothing leaves the box', async t => {
  const box = { width: 240, height: 40 }
  const points = sparkline(
    [
      { at: 0, value: 0 },
      { at: 60_000, value: 50 },
      { at: 120_000, value: 100 },
    ],
    box,
    120_000,
  )
  t.equal(points, '0.0,40.0 120.0,21.8 240.0,3.6')
  t.equal(sparkline([], box, 0), '')
  t.notMatch(sparkline([{ at: 0, value: 0 }], box, 0), /NaN|Infinity/)
})
