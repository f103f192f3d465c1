import t from 'tap'
import { silence } from '../../../public/studio/camera/silence.ts'

t.test('who hears nothing new three times in a row says so, and no sooner', async t => {
  const counts = [5, 9, 9, 9, 12, 12, 12, 12, 99]
  let looks = 0
  await silence(async () => counts[looks++] ?? 0, new AbortController().signal)
  t.equal(looks, 8)
})

t.test('who is told to stop listening does', async t => {
  const stop = new AbortController()
  let looks = 0
  const heard = async () => {
    if (++looks === 2) stop.abort()
    return looks
  }
  await silence(heard, stop.signal)
  t.equal(looks, 2)
})
