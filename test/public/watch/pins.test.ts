import t from 'tap'
import { pinAt, pinsOf } from '../../../public/player/pins.ts'
import { withPinMessage } from '../../../public/watch/pin-message.ts'
import { pin, rect, room } from './room-fixture.ts'

const second = (count: number) => new Date(Date.UTC(2026, 10, 22, 8, 0, count)).toISOString()
const at = (count: number) => Date.parse(second(count))

t.test('a card is there from its first frame up to the one at which it goes', async t => {
  const pins = [pin('kettle', second(10), second(20))]
  t.equal(pinAt(pins, at(10) - 1), null)
  t.equal(pinAt(pins, at(10))?.productId, 'kettle')
  t.equal(pinAt(pins, at(20) - 1)?.productId, 'kettle')
  t.equal(pinAt(pins, at(20)), null)
})

t.test('an open pin stays, and a viewer who is behind still sees the one before it', async t => {
  const pins = [pin('kettle', second(10), second(20)), pin('beans', second(20), null)]
  t.equal(pinAt(pins, at(15))?.productId, 'kettle')
  t.equal(pinAt(pins, at(20))?.productId, 'beans')
  t.equal(pinAt(pins, at(500))?.productId, 'beans')
})

t.test('where two overlap the newer is in the picture', async t => {
  t.equal(
    pinAt([pin('kettle', second(10), null), pin('beans', second(20), null)], at(25))?.productId,
    'beans',
  )
})

t.test('a gap between two cards shows none, even with an older pin left open', async t => {
  t.equal(pinAt([pin('kettle', second(5), null), pin('beans', second(10), second(20))], at(25)), null)
})

t.test('a new pin ends the one before it', async t => {
  const pins = withPinMessage([pin('kettle', second(10), null)], {
    type: 'pinned',
    productId: 'beans',
    rect,
    since: second(30),
  })
  t.strictSame(pins, [pin('kettle', second(10), second(30)), pin('beans', second(30), null)])
})

t.test('a pin that is told twice is one pin', async t => {
  const message = { type: 'pinned', productId: 'beans', rect, since: second(30) } as const
  const once = withPinMessage([], message)
  t.strictSame(withPinMessage(once, message), once)
})

t.test('an unpin ends the open pin of its product only', async t => {
  const pins = [pin('kettle', second(10), second(20)), pin('beans', second(20), null)]
  t.strictSame(withPinMessage(pins, { type: 'unpinned', productId: 'kettle', until: second(40) }), pins)
  t.equal(
    withPinMessage(pins, { type: 'unpinned', productId: 'beans', until: second(40) })[1]?.until,
    second(40),
  )
})

t.test('pins that are in nobody’s picture any more are forgotten', async t => {
  const message = { type: 'pinned', productId: 'beans', rect, since: second(3600) } as const
  t.equal(withPinMessage([pin('kettle', second(0), second(5))], message).length, 1)
})

t.test('the present pin is known even where the server’s history leaves it out', async t => {
  const pinned = { productId: 'beans', rect, since: second(20) }
  t.strictSame(pinsOf(room({ pinned, recentPins: [pin('kettle', second(1), second(2))] })), [
    pin('kettle', second(1), second(2)),
    pin('beans', second(20), null),
  ])
  t.equal(pinsOf(room({ pinned, recentPins: [pin('beans', second(20), null)] })).length, 1)
})
