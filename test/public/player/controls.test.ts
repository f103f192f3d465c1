import t from 'tap'
import { keyAction } from '../../../public/player/key-action.ts'
import { allPins } from '../../../public/player/pins.ts'
import { timeText } from '../../../public/player/time-text.ts'
import { pin } from '../watch/room-fixture.ts'

const key = (name: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
})

t.test('keys do what they do in other players', async t => {
  t.equal(keyAction(key(' '), 'none'), 'playPause')
  t.equal(keyAction(key('K'), 'none'), 'playPause')
  t.equal(keyAction(key('m'), 'none'), 'mute')
  t.equal(keyAction(key('ArrowLeft'), 'none'), 'back')
  t.equal(keyAction(key('End'), 'none'), 'end')
  t.equal(keyAction(key('x'), 'none'), null)
})

t.test('the space bar presses the button that has the focus', async t => {
  t.equal(keyAction(key(' '), 'button'), null)
  t.equal(keyAction(key('k'), 'button'), 'playPause')
})

t.test('a field keeps every key, and so does the browser its own', async t => {
  t.equal(keyAction(key('k'), 'field'), null)
  t.equal(keyAction(key('ArrowLeft'), 'field'), null)
  t.equal(keyAction(key('f', { ctrlKey: true }), 'none'), null)
  t.equal(keyAction(key('ArrowLeft', { altKey: true }), 'none'), null)
})

t.test('times are read as on a clock', async t => {
  t.equal(timeText(0), '0:00')
  t.equal(timeText(187.9), '3:07')
  t.equal(timeText(3723), '1:02:03')
  t.equal(timeText(-5), '0:00')
})

t.test('the pins of a whole show are those of the recording and the room’s own, once each', async t => {
  const old = [pin('tea', '2026-11-22T08:00:00.000Z', null)]
  const recent = [
    pin('pot', '2026-11-22T08:10:00.000Z', null),
    pin('tea', '2026-11-22T08:00:00.000Z', '2026-11-22T08:05:00.000Z'),
  ]
  t.same(allPins(old, recent), [recent[1], recent[0]])
})
