import t from 'tap'
import { latestWins } from '../../public/desk/latest-wins.ts'

type Sent = { readonly value: number; answer(): void; refuse(error: Error): void }

function harness() {
  const sent: Sent[] = []
  const shown: (number | null)[] = []
  const failures: unknown[] = []
  const want = latestWins<number>({
    send: value =>
      new Promise((resolve, reject) => sent.push({ value, answer: () => resolve(), refuse: reject })),
    changed: pending => shown.push(pending?.value ?? null),
    failed: error => failures.push(error),
  })
  const next = (index: number): Sent => {
    const call = sent[index]
    if (!call) throw new Error(`nothing was sent as number ${index}`)
    return call
  }
  return { sent, shown, failures, want, next }
}

t.test('of the wishes that come while one is on its way only the last is sent', async t => {
  const { sent, shown, want, next } = harness()
  const done = want(1)
  await want(2)
  await want(3)
  t.strictSame(
    sent.map(call => call.value),
    [1],
    'one at a time',
  )
  next(0).answer()
  await new Promise(setImmediate)
  next(1).answer()
  await done
  t.strictSame(
    sent.map(call => call.value),
    [1, 3],
  )
  t.strictSame(shown, [1, 2, 3, null], 'what is shown is the wish, then what the server has')
})

t.test('a refusal is told, drops what waited, and the next wish is sent as usual', async t => {
  const { sent, shown, failures, want, next } = harness()
  const done = want(1)
  await want(2)
  const refusal = new Error('sold out')
  next(0).refuse(refusal)
  await done
  t.strictSame(failures, [refusal])
  t.equal(sent.length, 1)
  t.equal(shown.at(-1), null, 'rolled back')
  const again = want(4)
  next(1).answer()
  await again
  t.equal(sent.at(-1)?.value, 4)
})
