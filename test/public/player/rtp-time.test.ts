import t from 'tap'
import { epochOf } from '../../../public/player/rtp-time.ts'

const wrap = 2 ** 32
const timestampOf = (epochMs: number) => Math.floor((epochMs * 90) % wrap)

t.test('the RTP timestamp tells the millisecond, though it says nothing of the day', async t => {
  for (const at of [0, 1_700_000_000_000, 1_795_352_400_123, 4_102_444_800_000]) {
    const told = epochOf(timestampOf(at), at + 400)
    t.ok(Math.abs(told - at) <= 1 / 90 + 1e-3, `${told - at} ms off at ${at}`)
  }
})

t.test('a picture from before the counter began anew is not taken for one 13 hours later', async t => {
  const turns = Math.ceil((1_795_352_400_000 * 90) / wrap)
  const turn = (turns * wrap) / 90
  for (const [at, near] of [
    [turn - 300, turn + 100],
    [turn + 100, turn - 300],
    [turn - 1, turn],
    [turn + 1, turn - 1],
  ] as const) {
    t.ok(Math.abs(epochOf(timestampOf(at), near) - at) <= 0.1, `${at - turn} seen ${near - turn} after it`)
  }
})

t.test('a clock that is six hours wrong, either way, still finds the moment', async t => {
  const at = 1_795_352_400_123
  for (const hours of [-6, 6]) {
    t.ok(Math.abs(epochOf(timestampOf(at), at + hours * 3_600_000) - at) <= 0.1)
  }
})
