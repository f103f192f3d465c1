import t from 'tap'
import { configWith } from '../../../config/load.ts'
import { partTarget } from '../../../src/media/ladder/part-grid.ts'
import { planLadder } from '../../../src/media/ladder/plan.ts'

const { ladder, hls } = configWith({})

function plan(width: number, height: number, framesPerSecond = 30, changes: object = {}) {
  const source = { videoCodec: 'h264', audioCodec: 'aac', width, height, framesPerSecond }
  return planLadder(source, { ...ladder, ...changes }, hls)
}

const sizes = (...args: Parameters<typeof plan>) =>
  plan(...args).renditions.map(({ name, width, height }) => `${name} ${width}x${height}`)

t.test('renditions are named by the shorter side and keep the aspect', async t => {
  t.same(sizes(1920, 1080), ['720p 1280x720', '480p 854x480', '240p 426x240'])
  t.same(sizes(720, 1280), ['720p 720x1280', '480p 480x854', '240p 240x426'])
  t.same(sizes(640, 480), ['480p 640x480', '240p 320x240'])
})

t.test('nothing is scaled up, and sizes are even', async t => {
  t.same(sizes(640, 360), ['240p 426x240'])
  t.same(sizes(160, 120), ['120p 160x120'], 'smaller than every rung: its own size')
  t.same(sizes(641, 361, 30, { renditions: ['361p'] }), ['360p 640x360'])
  t.same(sizes(15, 9), ['8p 14x8'])
  const wrong: string[] = []
  for (let width = 16; width < 2000; width += 7) {
    for (const height of [17, 240, 719, 1081]) {
      for (const { name, ...size } of plan(width, height).renditions) {
        const fits = size.width <= width && size.height <= height
        if (size.width % 2 || size.height % 2 || !fits) wrong.push(`${name} of ${width}x${height}`)
      }
    }
  }
  t.same(wrong, [])
})

t.test('the ladder is in order and has no rung twice, however it was written', async t => {
  t.same(sizes(1280, 720, 30, { renditions: ['240p', '720p', '240p'] }), ['720p 1280x720', '240p 426x240'])
})

t.test('the frame rate is that of the source, thinned out above the cap', async t => {
  const rate = (...args: Parameters<typeof plan>) => plan(...args).frameRate.text
  t.equal(rate(640, 360, 25), '25')
  t.equal(rate(640, 360, 29.97), '30000/1001')
  t.equal(rate(640, 360, 60), '30')
  t.equal(rate(640, 360, 59.94), '30000/1001')
  t.equal(rate(640, 360, 50), '25')
  t.equal(rate(640, 360, 0), '30', 'unknown')
  t.equal(rate(640, 360, 1000), '29.412')
})

t.test('every source is given a rate that parts can be cut from', async t => {
  const wrong: string[] = []
  for (const partSeconds of [0.2, 0.33, 0.4, 0.7, 1]) {
    const target = partTarget(partSeconds)
    for (let rate = 0; rate <= 62; rate += 0.37) {
      const source = { videoCodec: 'h264', audioCodec: null, width: 640, height: 360, framesPerSecond: rate }
      const { frameRate, framesPerPart } = planLadder(source, ladder, { segmentSeconds: 2, partSeconds })
      const part = framesPerPart / frameRate.value
      if (part > target || part < target * 0.85) wrong.push(`${rate} as ${frameRate.text}: parts of ${part}`)
    }
  }
  t.same(wrong, [])
  const text = (rate: number) => plan(640, 360, rate).frameRate.text
  t.same([23.976, 24, 15, 9, 1].map(text), ['24000/1001', '24', '15', '10', '2.5'])
})

t.test('the level is one that the picture fits into', async t => {
  t.equal(plan(1920, 1080, 30, { renditions: ['1080p'] }).renditions[0].level, '4.0')
  t.equal(plan(1280, 720).renditions[0].level, '3.1')
  t.equal(plan(426, 240).renditions[0].level, '2.1')
})

t.test('a source without sound is given some', async t => {
  const source = { videoCodec: 'h264', audioCodec: null, width: 640, height: 360, framesPerSecond: 30 }
  t.equal(planLadder(source, ladder, hls).audioKbps, 128)
  t.equal(plan(640, 360).audioKbps, 128)
})

t.test('the lowest rung of the default ladder and its sound go through a line of 300 kbit/s', async t => {
  const renditions = plan(1280, 720).renditions
  t.equal(renditions[0].videoKbps, 2800)
  t.ok((renditions.at(-1)?.videoKbps ?? 300) <= 210)
})
