import t from 'tap'
import { recommendedBitrate, warnings } from '../../public/studio/warnings.ts'
import type { HealthView } from '../../src/wire.ts'

const good: HealthView = {
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
const names = (change: Partial<HealthView>) => warnings({ ...good, ...change }).map(warning => warning.name)

t.test('a healthy stream has no warnings, nor has one whose figures have not come yet', async t => {
  t.strictSame(names({}), [])
  t.strictSame(names({ keyframeSeconds: null, encoderSpeed: null }), [])
  t.strictSame(
    names({ framesPerSecond: 12, source: { ...good.source, framesPerSecond: 0 } }),
    [],
    'unknown rate',
  )
})

t.test('each fault has its own warning, just past its bound', async t => {
  t.strictSame(names({ encoderSpeed: 0.97 }), [])
  t.strictSame(names({ encoderSpeed: 0.96 }), ['encoder-slow'])
  t.strictSame(names({ framesPerSecond: 27 }), [])
  t.strictSame(names({ framesPerSecond: 26.9 }), ['frames-missing'])
  t.strictSame(names({ keyframeSeconds: 4 }), [])
  t.strictSame(names({ keyframeSeconds: 8.3 }), ['keyframes-rare'])
  const whip = { ...good.source, protocol: 'whip' } as const
  t.strictSame(names({ keyframeSeconds: 4.4, source: whip }), [], 'as often as a browser is asked for one')
  t.strictSame(names({ keyframeSeconds: 5.1, source: whip }), ['keyframes-rare'])
  t.strictSame(names({ kilobitsPerSecond: 400, source: whip }), [])
  t.strictSame(names({ kilobitsPerSecond: 399, source: whip }), ['bitrate-low-whip'])
  t.strictSame(names({ kilobitsPerSecond: 800 }), [])
  t.strictSame(names({ kilobitsPerSecond: 799 }), ['bitrate-low'])
  t.strictSame(names({ kilobitsPerSecond: 17_000 }), [])
  t.strictSame(names({ kilobitsPerSecond: 17_001 }), ['bitrate-high'])
  t.strictSame(names({ source: { ...good.source, audioCodec: null } }), ['no-sound'])
})

t.test('the least bitrate goes by the short side, so that upright pictures are judged alike', async t => {
  const upright = { ...good.source, width: 720, height: 1280 }
  t.strictSame(names({ kilobitsPerSecond: 799, source: upright }), ['bitrate-low'])
  t.strictSame(names({ kilobitsPerSecond: 300, source: { ...good.source, width: 640, height: 360 } }), [])
})

t.test('the worst comes first', async t => {
  t.strictSame(names({ encoderSpeed: 0.5, source: { ...good.source, audioCodec: null } }), [
    'encoder-slow',
    'no-sound',
  ])
})

t.test('the recommended bitrate leaves room on the line and stays within what is useful', async t => {
  t.equal(recommendedBitrate(4), 2600)
  t.equal(recommendedBitrate(0.2), 500)
  t.equal(recommendedBitrate(1000), 6000)
})
