import t from 'tap'
import { lasted } from '../../public/desk/time-text.ts'

t.test('how long the card has been there counts up, and a slow clock never makes it negative', async t => {
  const since = '2026-11-22T08:00:00.000Z'
  const at = (seconds: number) => lasted(since, Date.parse(since) + seconds * 1000)
  t.equal(at(0), '0:00')
  t.equal(at(83), '1:23')
  t.equal(at(3729), '1:02:09')
  t.equal(at(-5), '0:00')
})
