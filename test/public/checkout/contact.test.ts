import t from 'tap'
import { contactFaults, parseContact, tidyContact } from '../../../public/checkout/contact.ts'

const good = { name: '林晓', phone: '138 0013 8000', address: '上海市黄浦区西藏中路 268 号' }

t.test('a name and a phone are enough for pickup, delivery needs an address as well', async t => {
  t.strictSame(contactFaults({ ...good, address: '' }, false), [])
  t.strictSame(contactFaults({ ...good, address: '' }, true), ['address'])
  t.strictSame(contactFaults(good, true), [])
})

t.test('faults are named in the order of the form', async t => {
  t.strictSame(contactFaults({ name: ' ', phone: '12', address: '' }, true), ['name', 'phone', 'address'])
})

t.test('phones are taken as people write them, and other words are not', async t => {
  for (const phone of [
    '13800138000',
    '+86 138-0013-8000',
    '(021) 5555 0101',
    '021.5555.0101',
    '+44 20 7946 0958',
  ]) {
    const faults = contactFaults({ ...good, phone }, false)
    t.strictSame(faults, [], phone)
  }
  for (const phone of ['', 'abc', '1234', '12345678901234567', '138x0013y8000', '++861380013']) {
    t.strictSame(contactFaults({ ...good, phone }, false), ['phone'], phone)
  }
})

t.test('what the device kept comes back, and rubbish comes back empty', async t => {
  t.strictSame(parseContact(JSON.stringify(good)), good)
  for (const rubbish of [null, '', 'null', '3', '{"name":3}']) t.equal(parseContact(rubbish).name, '')
})

t.test('a phone number is sent as the shop’s server takes it', async t => {
  t.equal(tidyContact({ ...good, phone: ' (021)\u30005555 0101 ' }).phone, '021 5555 0101')
  t.equal(tidyContact({ ...good, phone: '＋８６ １３８００１３８０００' }).phone, '+86 13800138000')
})
