import t from 'tap'
import {
  choiceAfter,
  firstChoice,
  type LiveChoice,
  type LiveEvent,
  nextChoice,
} from '../../../public/player/live-choice.ts'

const at = 1_000_000
/** Jitter in its middle: pauses are as they are meant. */
const middle = () => 0.5
const next = (choice: LiveChoice, event: LiveEvent, random = middle) => nextChoice(choice, event, at, random)

const never = Number.POSITIVE_INFINITY
const joining = (failures = 0): LiveChoice => ({ kind: 'joining', failures, until: at + 3_000 })
const whep = (failures = 0): LiveChoice => ({
  kind: 'whep',
  failures,
  until: failures === 0 ? never : at + 60_000,
})
const rejoining = (failures: number): LiveChoice => ({ kind: 'rejoining', failures, until: at + 2_000 })
const hls = (failures: number, wait: number): LiveChoice => ({ kind: 'hls', failures, until: at + wait })
const probing = (failures: number): LiveChoice => ({ kind: 'probing', failures, until: at + 5_000 })
const resting = (failures = 0): LiveChoice => ({ kind: 'resting', failures, until: never })

const picture: LiveEvent = { kind: 'picture' }
const resumed: LiveEvent = { kind: 'resumed' }
const broken: LiveEvent = { kind: 'broken' }
const idle: LiveEvent = { kind: 'idle' }
const wanted: LiveEvent = { kind: 'wanted' }
const due: LiveEvent = { kind: 'due', fit: true }
const dueUnfit: LiveEvent = { kind: 'due', fit: false }
const full: LiveEvent = { kind: 'refused', counts: true, retryAfterMs: 120_000 }
const missing: LiveEvent = { kind: 'refused', counts: true, retryAfterMs: 0 }
const notLive: LiveEvent = { kind: 'refused', counts: false, retryAfterMs: 2_000 }

type Row = readonly [why: string, from: LiveChoice, event: LiveEvent, to: LiveChoice]

const rows: readonly Row[] = [
  ['the first picture', joining(), picture, whep()],
  ['the first picture after trouble, which is not forgotten yet', joining(2), picture, whep(2)],
  ['no picture in time', joining(), due, hls(1, 30_000)],
  ['no picture in time, though nobody looks', joining(), dueUnfit, hls(1, 30_000)],
  ['no connection', joining(), broken, hls(1, 30_000)],
  ['a server without WHEP', joining(), missing, hls(1, 30_000)],
  ['a full server', joining(), full, hls(1, 120_000 * 1.125)],
  ['a stream that is not live yet', joining(), notLive, hls(0, 30_000)],
  ['the page is left', joining(), idle, resting()],
  ['what plays plays on', joining(), wanted, joining()],
  ['nothing stood still', joining(), resumed, joining()],

  ['the picture stands still', whep(), broken, rejoining(1)],
  ['again within a minute', whep(1), broken, rejoining(2)],
  ['for the fourth time', whep(3), broken, hls(4, 240_000)],
  ['it has lasted', whep(2), due, whep(0)],
  ['nobody looks', whep(1), idle, resting(1)],
  ['somebody looks', whep(), wanted, whep()],
  ['its first picture is no news', whep(), picture, whep()],
  ['it goes on', whep(), resumed, whep()],

  ['the new session has a picture', rejoining(1), picture, whep(1)],
  ['the old session goes on', rejoining(1), resumed, whep(1)],
  ['neither has one', rejoining(1), due, hls(1, 30_000)],
  ['the new one breaks too', rejoining(2), broken, hls(2, 60_000)],
  ['the server has none to give', rejoining(1), full, hls(1, 120_000 * 1.125)],
  ['the show has ended', rejoining(1), notLive, hls(1, 30_000)],
  ['nobody waits for it', rejoining(1), idle, resting(1)],
  ['it is waited for', rejoining(1), wanted, rejoining(1)],

  ['time to try again', hls(2, 0), due, probing(2)],
  ['time, but nobody looks', hls(2, 0), dueUnfit, hls(2, 5_000)],
  ['HLS goes on without eyes', hls(2, 7), idle, hls(2, 7)],
  ['and with them', hls(2, 7), wanted, hls(2, 7)],
  ['what a closed session still says', hls(2, 7), broken, hls(2, 7)],
  ['or shows', hls(2, 7), picture, hls(2, 7)],
  ['or refuses', hls(2, 7), full, hls(2, 7)],
  ['or goes on with', hls(2, 7), resumed, hls(2, 7)],

  ['WebRTC is proven', probing(1), picture, whep(1)],
  ['it is not', probing(1), due, hls(2, 60_000)],
  ['it breaks', probing(2), broken, hls(3, 120_000)],
  ['it is still full', probing(1), full, hls(2, 120_000 * 1.125)],
  ['it is not live', probing(1), notLive, hls(1, 30_000)],
  ['nobody looks, so nothing was shown', probing(1), idle, hls(1, 5_000)],
  ['somebody looks', probing(1), wanted, probing(1)],
  ['nothing stood still', probing(1), resumed, probing(1)],
  ['pauses grow to five minutes', probing(9), due, hls(10, 300_000)],

  ['somebody looks again', resting(1), wanted, joining(1)],
  ['still nobody', resting(), idle, resting()],
  ['nothing is due', resting(), dueUnfit, resting()],
  ['what a closed session still says', resting(), broken, resting()],
  ['or shows', resting(), picture, resting()],
  ['or refuses', resting(), missing, resting()],
  ['or goes on with', resting(), resumed, resting()],
]

t.test('each event leads where it should', async t => {
  for (const [why, from, event, to] of rows) t.same(next(from, event), to, `${from.kind}: ${why}`)
})

t.test('the table knows every event in every state', async t => {
  const kinds = <T extends { kind: string }>(values: readonly T[]) => new Set(values.map(({ kind }) => kind))
  const states = kinds(rows.map(([, from]) => from))
  t.equal(states.size, 6)
  const events = kinds(rows.map(([, , event]) => event))
  t.equal(events.size, 7)
  // Its own time never comes where there is none.
  const told = new Set(rows.map(([, from, event]) => `${from.kind} ${event.kind}`))
  const left = [...states].flatMap(state => [...events].map(event => `${state} ${event}`))
  t.same(
    left.filter(pair => !told.has(pair)),
    ['whep refused'],
  )
})

t.test('a browser without WebRTC or H.264 never tries', async t => {
  const choice = firstChoice(at, false)
  t.same(choice, { kind: 'hls', failures: 0, until: never })
  t.same(choiceAfter(choice, at + 60_000), choice, 'nor when the stream is opened anew')
  t.same(firstChoice(at, true), joining())
})

t.test('a stream that is opened anew is not kept waiting by what did not work', async t => {
  t.same(choiceAfter(hls(2, 9_000), at), hls(2, 9_000))
  t.same(choiceAfter(probing(2), at), hls(2, 0), 'tried beside HLS at once')
  t.same(choiceAfter(hls(0, 9_000), at), joining(), 'it was only not live')
  for (const choice of [whep(), joining(), rejoining(0), resting()])
    t.same(choiceAfter(choice, at), joining())
})

t.test('viewers who were refused together come again apart', async t => {
  const waits = [0, 0.5, 0.999].map(random => next(joining(), full, () => random).until - at)
  t.ok(waits[0] === 120_000, 'never before the server said')
  t.ok(new Set(waits).size === 3)
  const pauses = [0, 0.999].map(random => next(joining(), due, () => random).until - at)
  t.ok((pauses[0] ?? 0) >= 22_500 && (pauses[1] ?? 0) <= 37_500 && pauses[0] !== pauses[1])
})

t.test('where WebRTC breaks again and again, the viewer is left with HLS for longer and longer', async t => {
  let choice: LiveChoice = joining()
  const kind = (): string => choice.kind
  let now = at
  const pauses: number[] = []
  const send = (event: LiveEvent) => {
    choice = nextChoice(choice, event, now, middle)
  }
  send(picture)
  for (let round = 0; round < 4; round += 1) {
    while (kind() === 'whep') {
      now += 10_000
      send(broken)
      if (kind() === 'rejoining') send(picture)
    }
    t.equal(kind(), 'hls')
    pauses.push(choice.until - now)
    now = choice.until
    send(due)
    t.equal(kind(), 'probing')
    send(picture)
  }
  t.same(pauses, [240_000, 300_000, 300_000, 300_000])
  t.equal(kind(), 'whep')
  now += 60_000
  send(due)
  t.same(choice, { kind: 'whep', failures: 0, until: never }, 'a good minute makes it good')
})
