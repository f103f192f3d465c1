import t from 'tap'
import { pinKey } from '../../public/studio/pin-key.ts'

const press = (key: string, change: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...change,
})

t.test('1 to 9 show the product at that place, 0 takes the card away', async t => {
  t.strictSame(pinKey(press('1'), false), { kind: 'pin', place: 0 })
  t.strictSame(pinKey(press('9'), false), { kind: 'pin', place: 8 })
  t.strictSame(pinKey(press('0'), false), { kind: 'unpin' })
})

t.test('typing, shortcuts of the browser, a held key and other keys do nothing', async t => {
  t.equal(pinKey(press('1'), true), null)
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat']) {
    t.equal(pinKey(press('1', { [modifier]: true }), false), null, modifier)
  }
  for (const key of ['a', '10', 'F1', 'Escape', '١']) t.equal(pinKey(press(key), false), null, key)
})
