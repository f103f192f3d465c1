import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { testPlace } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { assistant } from '../call.ts'
import { buyer, made, TestShop } from '../shop-fixture.ts'

type Placed = { readonly id: string; readonly number: string; readonly accessToken: string }

t.test(
  'of 200 buyers at once of the last 10 units, exactly 10 get one, though the server is killed between',
  async t => {
    const folder = await tempFolder(t)
    const before = await TestShop.start(t, { folder, now: Date.now })
    const storeId = await before.store()
    const variantId = await before.variant()
    await before.stock(storeId, variantId, 10)
    await before.close()
    const order = { ...buyer, lines: [{ variantId, quantity: 1 }], fulfilment: { kind: 'pickup', storeId } }

    const first = await startProcess(t, folder)
    const acknowledged = new Map<number, Placed>()
    let broken = 0
    await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        try {
          const reply = await place(first.url, n, order)
          if (reply.status !== 201) return
          acknowledged.set(n, reply.body)
          if (acknowledged.size === 4) first.process.kill('SIGKILL')
        } catch {
          broken++
        }
      }),
    )
    t.equal(first.process.signalCode ?? (await once(first.process, 'exit'))[1], 'SIGKILL')
    t.ok(broken > 100, `${broken} requests were under way when it died`)
    t.ok(acknowledged.size >= 4)

    const second = await startProcess(t, folder)
    for (const { id, number, accessToken } of acknowledged.values()) {
      const reply = await fetch(`${second.url}/api/v1/orders/${id}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      t.match(await reply.json(), { number, state: 'placed' })
    }
    // Every buyer tries again, as a page does that got no answer: with the same key.
    const replies = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => ({ n, ...(await place(second.url, n, order)) })),
    )
    t.equal(replies.filter(({ status }) => status === 201).length, 10)
    t.equal(replies.filter(({ status }) => status === 409).length, 190)
    for (const { n, body } of replies) {
      const known = acknowledged.get(n)
      if (known !== undefined) t.same(body, known, 'who had an order gets the same answer again')
    }
    second.process.kill('SIGTERM')
    await once(second.process, 'exit')

    const after = await TestShop.start(t, { folder, now: Date.now })
    const { items } = await after.shop.orders.list(
      { states: ['placed'], storeId },
      { after: null, limit: 100 },
      assistant,
    )
    t.equal(items.length, 10)
    t.equal(new Set(items.map(({ number }) => number)).size, 10)
    t.same(await after.level(storeId, variantId), { onHand: 10, reserved: 10 })
    t.same(await after.shop.stock.checkLedger(), [])
  },
)

t.test('an order is collected once, though the server is killed as the code is scanned', async t => {
  const folder = await tempFolder(t)
  const before = await TestShop.start(t, { folder, now: Date.now })
  const storeId = await before.store()
  const variantId = await before.variant()
  await before.stock(storeId, variantId, 40)
  const codes: string[] = []
  for (let n = 0; n < 40; n++) codes.push(made(await before.pickup(storeId, variantId)).pickupCode)
  await before.close()
  const first = await startProcess(t, folder)
  const collected = new Set<string>()
  await Promise.allSettled(
    codes.map(async code => {
      const { status } = await post(
        first.url,
        '/api/v1/pickups',
        { code, storeId },
        { authorization: 'Bearer staff' },
      )
      if (status === 200) collected.add(code)
      if (collected.size === 3) first.process.kill('SIGKILL')
    }),
  )
  const after = await TestShop.start(t, { folder, now: Date.now })
  // Scanned again by an assistant who saw no answer.
  for (const code of codes) {
    const reply = await after.collect(code, storeId)
    if (collected.has(code)) t.equal(reply.body.type, 'already-collected')
    else t.ok(reply.status === 200 || reply.body.type === 'already-collected')
  }
  t.same(await after.level(storeId, variantId), { onHand: 0, reserved: 0 })
  t.same(await after.shop.stock.checkLedger(), [])
})

async function startProcess(t: Test, folder: string) {
  const child = fork(join(import.meta.dirname, 'shop-process.ts'), [folder, await testPlace(t, folder)])
  t.teardown(() => child.kill('SIGKILL'))
  const [port] = await once(child, 'message')
  return { process: child, url: `http://127.0.0.1:${port}` }
}

async function place(url: string, n: number, order: object) {
  return post(url, '/api/v1/orders', order, { 'idempotency-key': `buyer-${n}` })
}

async function post(url: string, path: string, body: object, headers: Record<string, string>) {
  const reply = await fetch(url + path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}
