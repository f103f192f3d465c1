import t from 'tap'
import { SoundPace } from '../../../src/media/rtp-out/sound-pace.ts'
import { until } from '../../helpers/until.ts'

const epoch = 1_700_000_000_000

function start() {
  let time = epoch
  const left: number[] = []
  const pace = new SoundPace({ release: ({ at }) => left.push(at - epoch), now: () => time })
  const push = (at: number) => pace.push({ at: epoch + at, data: Buffer.alloc(1) })
  return {
    ...{ pace, left, push },
    setTime: (ms: number) => {
      time = epoch + ms
    },
  }
}

t.test('sound that comes later than its pictures leaves at once', async t => {
  const { pace, push, setTime, left } = start()
  setTime(100)
  push(0)
  t.same(left, [0], 'before any picture too')
  pace.picture(epoch + 50)
  setTime(120)
  push(20)
  t.same(left, [0, 20])
})

t.test('sound that comes before its pictures waits as long as they take', async t => {
  const { pace, push, setTime, left } = start()
  setTime(100)
  for (let n = 0; n < 50; n++) pace.picture(epoch)
  setTime(40)
  const began = performance.now()
  push(0)
  push(20)
  t.same(left, [])
  await until('the sound', () => left.length === 2)
  t.same(left, [0, 20])
  t.ok(performance.now() - began >= 75, 'not before 100 ms behind its time')
})

t.test('sound that comes two packets at a time leaves one by one', async t => {
  let time = epoch
  const gaps: number[] = []
  let last = 0
  const release = () => {
    const now = performance.now()
    if (last > 0) gaps.push(now - last)
    last = now
  }
  const pace = new SoundPace({ release, now: () => time })
  const began = performance.now()
  for (let pair = 0; pair < 15; pair++) {
    await until('the time of the pair', () => performance.now() - began >= pair * 40)
    time = epoch + performance.now() - began
    for (const at of [pair * 40 - 40, pair * 40 - 20]) pace.push({ at: epoch + at, data: Buffer.alloc(1) })
  }
  await until('all of them', () => gaps.length === 29)
  const together = gaps.slice(6).filter(gap => gap < 5).length
  t.ok(together <= 6, `${together} of 23 packets left with the one before`)
})

t.test('no sound waits for long', async t => {
  const { pace, push, setTime, left } = start()
  setTime(5000)
  pace.picture(epoch)
  setTime(0)
  push(0)
  t.same(left, [])
  await until('the sound', () => left.length === 1, 2000)
})

t.test('a flush lets out what waits', async t => {
  const { pace, push, setTime, left } = start()
  setTime(100)
  pace.picture(epoch)
  setTime(0)
  push(0)
  push(20)
  pace.flush()
  t.same(left, [0, 20])
})
