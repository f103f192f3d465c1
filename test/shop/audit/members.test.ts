import t from 'tap'
import { changedMembers, nameOf } from '../../../src/shop/audit/members.ts'

t.test('only the members that changed are kept', async t => {
  t.same(changedMembers({ a: 1, b: [1], c: null }, { a: 2, b: [1], c: null }), {
    before: { a: 1 },
    after: { a: 2 },
  })
  t.same(changedMembers({ a: 1 }, { a: 1 }), null)
  t.same(changedMembers({ a: 1 }, { a: 1, b: 2 }), { before: {}, after: { b: 2 } })
})

t.test('of what came or went all is kept', async t => {
  t.same(changedMembers(null, { a: 1 }), { before: null, after: { a: 1 } })
  t.same(changedMembers({ a: 1 }, null), { before: { a: 1 }, after: null })
  t.same(changedMembers(null, null), { before: null, after: null })
})

t.test('no secret is kept, however deep it lies', async t => {
  const secret = {
    ...{
      password: 'x',
      passwordHash: 'x',
      token_hash: 'x',
      streamKey: 'x',
      stream_key: 'x',
      clientSecret: 'x',
    },
    ...{ pickupCode: 'x', accessToken: 'x', apiKey: 'x', key: 'x', name_key: 'x' },
  }
  t.same(changedMembers(null, { ...secret, name: 'a', list: [{ ...secret, b: 1 }], deep: { ...secret } }), {
    before: null,
    after: { name: 'a', list: [{ b: 1 }], deep: {} },
  })
  t.same(changedMembers({ password: 'x' }, { password: 'y' }), null)
})

t.test('a thing is called by its name, title or number, even when something else changed', async t => {
  t.equal(nameOf({ name: 'a', price: 1 }, { name: 'b', price: 2 }), 'b')
  t.equal(nameOf({ title: 'Tea' }, null), 'Tea')
  t.equal(nameOf(null, { number: '2411-0042', name: '' }), '2411-0042')
  t.equal(nameOf(null, { price: 1 }), null)
})
