import t from 'tap'
import { staffActor } from '../../../src/access.ts'
import { author } from '../../../src/shop/actors.ts'
import { call, guest } from '../call.ts'
import { TestShop } from '../shop-fixture.ts'

const li = staffActor({ id: 'li', name: 'Li Na', role: 'manager' })
const wang = staffActor({ id: 'wang', name: 'Wang', role: 'manager', storeId: 's1', via: 'token' })

async function shopWithEntries(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  for (const [n, actor] of [li, wang, li, wang].entries()) {
    shop.clock.forward(1)
    await shop.shop.changes.make(({ audit }) =>
      audit.record({
        at: shop.clock.at,
        actor: author(actor),
        action: n < 2 ? 'product.updated' : 'store.updated',
        subject: { kind: n < 2 ? 'product' : 'store', id: `x${n}` },
        storeId: n === 3 ? 's1' : n === 2 ? 's2' : null,
        before: { title: 'old' },
        after: { title: `new ${n}` },
      }),
    )
  }
  const list = async (query = '', actor = li) => {
    const reply = await call(shop.shop.routes, { method: 'GET', path: `/api/v1/audit${query}`, actor })
    t.equal(reply.status, 200)
    return reply.body
  }
  return { shop, list }
}

const ids = (body: { items: { subject: { id: string } }[] }) => body.items.map(({ subject }) => subject.id)

t.test('the newest entry comes first, page by page', async t => {
  const { list } = await shopWithEntries(t)
  const first = await list('?limit=3')
  t.same(ids(first), ['x3', 'x2', 'x1'])
  t.match(first.items[0], {
    actor: { id: 'wang', name: 'Wang', via: 'token' },
    ...{ before: { title: 'old' }, after: { title: 'new 3' }, storeId: 's1' },
  })
  const second = await list(`?limit=3&cursor=${first.next}`)
  t.same(ids(second), ['x0'])
  t.equal(second.next, null)
})

t.test('it is searched by subject, person, store, action and time', async t => {
  const { list, shop } = await shopWithEntries(t)
  t.same(ids(await list('?subjectKind=product')), ['x1', 'x0'])
  t.same(ids(await list('?subjectKind=store&subjectId=x2')), ['x2'])
  t.same(ids(await list('?actorId=wang')), ['x3', 'x1'])
  t.same(ids(await list('?storeId=s2')), ['x2'])
  t.same(ids(await list('?action=store.updated')), ['x3', 'x2'])
  const time = (minutes: number) =>
    encodeURIComponent(new Date(shop.clock.at - minutes * 60_000).toISOString())
  t.same(ids(await list(`?from=${time(1)}&to=${time(0)}`)), ['x2'])
  for (const bad of ['from=yesterday', 'action=DROP', 'subjectKind=%00', 'limit=1000']) {
    const reply = await call(shop.shop.routes, { method: 'GET', path: `/api/v1/audit?${bad}`, actor: li })
    t.equal(reply.status, 400, bad)
  }
})

t.test('who works in one store sees the entries of that store', async t => {
  const { list, shop } = await shopWithEntries(t)
  t.same(ids(await list('', wang)), ['x3'])
  const path = '/api/v1/audit?storeId=s2'
  t.equal((await call(shop.shop.routes, { method: 'GET', path, actor: wang })).status, 403)
})

t.test('who may not read it does not', async t => {
  const { shop } = await shopWithEntries(t)
  const request = { method: 'GET', path: '/api/v1/audit' }
  t.equal((await call(shop.shop.routes, { ...request, actor: guest })).status, 401)
  const cashier = staffActor({ id: 'c', name: 'c', role: 'cashier' })
  t.equal((await call(shop.shop.routes, { ...request, actor: cashier })).status, 403)
})

t.test('what was written can neither be changed nor deleted', async t => {
  const { shop, list } = await shopWithEntries(t)
  await t.rejects(shop.db.updateTable('audit').set({ actor_name: 'nobody' }).execute(), /append-only/)
  await t.rejects(shop.db.deleteFrom('audit').execute(), /append-only/)
  t.equal((await list()).items.length, 4)
})

t.test('an entry is undone with its change', async t => {
  const { shop, list } = await shopWithEntries(t)
  const entry = { at: 1, actor: author(li), action: 'x.y', subject: { kind: 'x', id: 'lost' } }
  await t.rejects(
    shop.shop.changes.make(async ({ audit }) => {
      await audit.record(entry)
      throw new Error('undone')
    }),
    /undone/,
  )
  t.notOk(ids(await list()).includes('lost'))
})

t.test('what nobody of the staff did is not in it, and neither is what changed nothing', async t => {
  const { shop, list } = await shopWithEntries(t)
  const entry = { at: 1, action: 'x.y', subject: { kind: 'x', id: 'x' } }
  await shop.shop.changes.make(async ({ audit }) => {
    await audit.record({ ...entry, actor: null, after: { a: 1 } })
    await audit.record({ ...entry, actor: author(li), before: { a: 1 }, after: { a: 1 } })
  })
  t.equal((await list()).items.length, 4)
})
