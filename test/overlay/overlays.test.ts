import { readdirSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import t from 'tap'
import { blackPicture, LivePicture, withCard, withoutCard } from './live-picture.ts'
import { mug } from './sample-card.ts'
import { epoch, pictureTime, startOverlays } from './start-overlays.ts'

const frameSeconds = 1 / 30

const socketPath = (url: string) => url.replace(/^unix:/, '')

t.test('a card comes and goes in the picture at the very times that are told', async t => {
  const overlays = await startOverlays(t)
  const input = await overlays.open('room', blackPicture, pictureTime)
  const live = new LivePicture(t, input)
  await live.first(({ seconds }) => seconds > 1)
  const lags: number[] = []
  for (const turn of [1, 2, 3, 4, 5, 6]) {
    for (const content of [mug, null]) {
      const pinned = performance.now()
      const seen = live.first(content ? withCard : withoutCard)
      const shown = await overlays.show('room', content)
      const { seconds, at } = await seen
      lags.push(at - pinned)
      if (!shown) return t.fail('nothing was shown')
      t.equal(shown.rect, content && input.rect)
      const late = seconds - (shown.since - epoch) / 1000
      t.ok(Math.abs(late) <= frameSeconds + 0.001, `turn ${turn}: ${Math.round(late * 1000)} ms late`)
    }
  }
  lags.sort((a, b) => a - b)
  t.comment(`pin → picture: median ${lags[6]?.toFixed(0)} ms, longest ${lags.at(-1)?.toFixed(0)} ms`)
  t.ok((lags[6] ?? Infinity) < 1000)
})

t.test('two rooms do not see one another’s cards', async t => {
  const overlays = await startOverlays(t)
  const one = new LivePicture(t, await overlays.open('one', blackPicture, pictureTime))
  const two = new LivePicture(t, await overlays.open('two', blackPicture, pictureTime))
  await two.first(withoutCard)
  const seen = one.first(withCard)
  await overlays.show('one', mug)
  const { seconds } = await seen
  await two.first(picture => picture.seconds > seconds + 1)
  t.ok(two.brightest < 20)
})

t.test('a card shown before there is a picture is in it from the first frame on', async t => {
  const overlays = await startOverlays(t)
  t.equal(await overlays.show('room', mug), null)
  const live = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
  t.equal((await live.first(() => true)).seconds, 0)
  t.equal((await live.first(withCard)).seconds, 1 / 30, 'and it was in the one before')
})

t.test('a new run takes over, with the card drawn for its own picture', async t => {
  const overlays = await startOverlays(t)
  const first = await overlays.open('room', { width: 1280, height: 720 }, pictureTime)
  await overlays.show('room', mug)
  const second = await overlays.open('room', blackPicture, pictureTime)
  await first.close()
  const live = new LivePicture(t, second)
  await live.first(withCard)
  const seen = live.first(withoutCard)
  t.ok(await overlays.show('room', null), 'closing the old run did not take the new one away')
  await seen
  t.not(first.box.width, second.box.width)
})

t.test('of many shows at once the last one stays, and those never drawn say so', async t => {
  const overlays = await startOverlays(t)
  const live = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
  await live.first(() => true)
  const shows = [1, 2, 3, 4, 5].map(stock => overlays.show('room', { ...mug, stock }))
  const last = overlays.show('room', null)
  t.match(await Promise.all(shows), [null, null, null, null, null])
  t.equal((await last)?.rect, null)
  await live.first(withoutCard)
})

t.test('a picture that cannot be read leaves a card without it', async t => {
  const overlays = await startOverlays(t)
  const live = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
  const seen = live.first(withCard)
  t.ok((await overlays.show('room', { ...mug, picture: Buffer.from('not a picture') }))?.rect)
  await seen
})

t.test('a card that cannot be drawn at all takes the old one away', async t => {
  const overlays = await startOverlays(t)
  const live = new LivePicture(t, await overlays.open('room', blackPicture, pictureTime))
  await overlays.show('room', mug)
  await live.first(withCard)
  const seen = live.first(withoutCard)
  const shown = await overlays.show('room', { ...mug, price: { amount: 1, currency: 'not one' } })
  t.equal(shown?.rect, null)
  await seen
})

t.test('a feed’s socket takes one connection, and only this user can reach it', async t => {
  const overlays = await startOverlays(t)
  const { url } = await overlays.open('room', blackPicture, pictureTime)
  const path = socketPath(url)
  t.equal(statSync(dirname(path)).mode & 0o777, 0o700)
  const first = connect(path)
  t.teardown(() => first.destroy())
  await new Promise(resolve => first.once('readable', resolve))
  const second = connect(path)
  t.teardown(() => second.destroy())
  await new Promise(resolve => second.once('error', resolve))
  t.notOk(first.destroyed)
})

t.test('FFmpeg hanging up ends the run; the card waits for the next', async t => {
  const overlays = await startOverlays(t)
  const input = await overlays.open('room', blackPicture, pictureTime)
  const live = new LivePicture(t, input)
  await overlays.show('room', mug)
  await live.first(withCard)
  await live.close()
  // Resolves when the run is over, which FFmpeg's end has already brought about or this does.
  await input.close()
  t.equal(await overlays.show('room', mug), null)
  await new LivePicture(t, await overlays.open('room', blackPicture, pictureTime)).first(withCard)
})

t.test('after close nothing is left: no socket, no file, no folder, no thread', async t => {
  const before = openFiles()
  const overlays = await startOverlays(t)
  const input = await overlays.open('room', blackPicture, pictureTime)
  const idle = await overlays.open('idle', blackPicture, pictureTime)
  const live = new LivePicture(t, input)
  await live.first(() => true)
  await overlays.close()
  await overlays.close()
  await live.close()
  t.throws(() => statSync(dirname(socketPath(idle.url))), { code: 'ENOENT' })
  t.equal(openFiles(), before)
  await t.rejects(overlays.open('room', blackPicture, pictureTime), { message: 'the feed is closed' })
})

function openFiles(): number {
  return readdirSync('/proc/self/fd').length
}
