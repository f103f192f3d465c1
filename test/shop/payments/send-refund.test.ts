import t, { type Test } from 'tap'
import { createLog } from '../../../src/log.ts'
import { Payments } from '../../../src/shop/payments/payments.ts'
import { sendingMs } from '../../../src/shop/payments/send-refund.ts'
import { StoreClock } from '../../../src/shop/stores/store-clock.ts'
import { engine } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { FakeCompany } from './fake-company.ts'

/** A shop with so many orders that were paid by the company and cancelled, and what it owes for each. */
async function owing(t: Test, { orders = 1, company = new FakeCompany(), folder = '' } = {}) {
  const place = folder === '' ? {} : { folder }
  const shop = await TestShop.start(t, { paymentMethods: [company], ...place })
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, orders)
  const cancelled: { id: string; refundId: string }[] = []
  for (let n = 0; n < orders; n++) {
    const { id } = made(
      await shop.order({
        lines: [{ variantId, quantity: 1 }],
        fulfilment: { kind: 'pickup', storeId },
        payment: { method: 'wechat-pay' },
      }),
    )
    const { reference } = await shop.shop.payments.begin(id, 'wechat-pay')
    t.equal(await shop.shop.payments.captured('wechat-pay', reference, 1990), 'kept')
    const { body } = await shop.staff('POST', `/api/v1/orders/${id}/cancel`)
    cancelled.push({ id, refundId: body.refunds[0].id })
  }
  const byHand = (refundId: string, body: object = {}) =>
    shop.staff('POST', `/api/v1/refunds/${refundId}/done`, body)
  const timesDone = async (id: string) => {
    const { body } = await shop.staff('GET', `/api/v1/orders/${id}/timeline`)
    return body.items.filter(({ kind }: { kind: string }) => kind === 'refund-done').length
  }
  const row = (id: string) =>
    shop.db.selectFrom('refunds').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  /** When the company has been told of all, and nobody is telling it. */
  const atRest = () =>
    until('the company to be told', async () => {
      const rows = await shop.db.selectFrom('refunds').selectAll().execute()
      return rows.every(row => row.attempts > 0 && row.sending_until === null)
    })
  return {
    company,
    shop,
    cancelled,
    first: cancelled[0] ?? { id: '', refundId: '' },
    byHand,
    timesDone,
    row,
    atRest,
  }
}

t.test('while its company is giving a refund back nobody gives it back by hand', async t => {
  const company = new FakeCompany()
  const silence = company.keepSilent()
  const { shop, first, byHand, timesDone, row } = await owing(t, { company })
  await silence.heard
  const { status, body } = await byHand(first.refundId, { reference: 'cash' })
  t.equal(status, 409)
  t.equal(body.type, 'refund-sending')
  silence.answer()
  await until('its answer', async () => (await row(first.refundId)).state === 'done')
  t.match(await row(first.refundId), {
    reference: `R-${first.refundId}`,
    sending_until: null,
  })
  t.equal((await byHand(first.refundId)).status, 204, 'that it is done already is no fault')
  t.equal(await timesDone(first.id), 1)
  t.same(company.told, [first.refundId])
  t.equal(await shop.shop.payments.refundDue(), null)
})

t.test('of 40 refunds that hands and the timer reach for at once each is given back once', async t => {
  const company = new FakeCompany()
  company.down = true
  const { shop, cancelled, byHand, timesDone, row, atRest } = await owing(t, { orders: 40, company })
  await atRest()
  company.told.length = 0
  company.down = false
  const due = () => shop.shop.payments.refundDue()
  const hands = cancelled.toReversed().flatMap(({ refundId }) => [byHand(refundId), byHand(refundId)])
  const [, , ...replies] = await Promise.all([due(), due(), ...hands])
  await until('the rest', async () => (await due()) === null)
  t.ok(
    replies.every(({ status, body }) => status === 204 || body.type === 'refund-sending'),
    'done, or being done',
  )
  const byWhom = { hand: 0, company: 0 }
  for (const { id, refundId } of cancelled) {
    const { state, reference } = await row(refundId)
    const byCompany = reference === `R-${refundId}`
    t.equal(state, 'done')
    const times = company.told.filter(key => key === refundId).length
    t.equal(times, byCompany ? 1 : 0, 'told of what no hand has given, once')
    t.equal(await timesDone(id), 1)
    byWhom[byCompany ? 'company' : 'hand']++
  }
  t.comment(JSON.stringify(byWhom))
  t.equal(company.refunds.size, byWhom.company)
})

t.test('a refund whose sender died is sent again by the same key, and by nobody before its time', async t => {
  const folder = await tempFolder(t)
  const company = new FakeCompany()
  const silence = company.keepSilent()
  const dead = await owing(t, { company, folder })
  const { refundId, id } = dead.first
  await silence.heard

  const alive = new FakeCompany()
  const shop = await TestShop.start(t, { folder, paymentMethods: [alive] })
  t.equal(await shop.shop.payments.refundDue(), shop.clock.at + sendingMs, 'come again once its time is over')
  t.same(alive.told, [])
  shop.clock.at += sendingMs - 1
  t.equal(await shop.shop.payments.refundDue(), shop.clock.at + 1)
  t.same(alive.told, [])
  dead.shop.clock.at += sendingMs
  const early = await dead.byHand(refundId)
  t.equal(early.status, 409, 'nobody knows what the dead one did')
  t.equal(early.body.type, 'refund-unsure')
  shop.clock.at += 1
  await until('it to be given', async () => (await shop.shop.payments.refundDue()) === null)
  t.same(alive.told, [refundId])
  t.same(company.told, [refundId], 'the key of the first attempt')
  t.match(await dead.row(refundId), { state: 'done', attempts: 2, sending_until: null })
  // It was not dead, only slow: what it hears now is known.
  silence.answer()
  await dead.shop.shop.close()
  t.equal(await dead.timesDone(id), 1)
})

t.test('what a company did not answer is told again, and a hand must say what it found', async t => {
  const company = new FakeCompany()
  const silence = company.keepSilent()
  const { shop, first, byHand, row, timesDone } = await owing(t, { company })
  await silence.heard
  silence.breakOff(new Error('the line is dead'))
  await until('it to be open', async () => (await row(first.refundId)).sending_until === shop.clock.at)
  const { status, body } = await byHand(first.refundId)
  t.equal(status, 409)
  t.equal(body.type, 'refund-unsure')
  t.equal((await byHand(first.refundId, { reference: 'R-1' })).status, 204)
  t.match(await row(first.refundId), { state: 'done', reference: 'R-1', sending_until: null })
  t.equal(await shop.shop.payments.refundDue(), null)
  t.same(company.told, [first.refundId])
  t.equal(await timesDone(first.id), 1)
})

t.test('a company that never answers holds up neither the others nor the end', async t => {
  const company = new FakeCompany()
  company.down = true
  const { shop, cancelled, row, atRest } = await owing(t, { orders: 2, company })
  await atRest()
  company.down = false
  company.told.length = 0
  company.keepSilent()
  const log = createLog('silent')
  const payments = new Payments({
    ...{ changes: shop.shop.changes, methods: [company], log, refundAnswerMs: 1 },
    clock: new StoreClock('Asia/Shanghai'),
  })
  t.equal(await payments.refundDue(), shop.clock.at + 30_000)
  t.same(
    company.told.toSorted(),
    cancelled.map(({ refundId }) => refundId),
  )
  for (const { refundId } of cancelled)
    t.match(await row(refundId), { state: 'due', sending_until: shop.clock.at })

  const silence = company.keepSilent()
  const sending = shop.shop.payments.refundDue()
  await silence.heard
  await shop.shop.close()
  await sending
  const rows = await shop.db.selectFrom('refunds').select(['state', 'sending_until']).execute()
  t.same(
    rows,
    [1, 2].map(() => ({ state: 'due', sending_until: shop.clock.at })),
    'sent anew at the next start',
  )
})

if (engine === 'postgres') {
  t.test('of two processes one tells the company of each of 40 refunds', async t => {
    const folder = await tempFolder(t)
    const company = new FakeCompany()
    company.down = true
    const { shop, cancelled, row, atRest } = await owing(t, { orders: 40, company, folder })
    await atRest()
    company.told.length = 0
    company.down = false
    const before = await Promise.all(cancelled.map(({ refundId }) => row(refundId)))
    const other = await TestShop.start(t, { folder, paymentMethods: [company] })
    const senders = [shop, other, shop, other]
    await Promise.all(senders.map(({ shop }) => shop.payments.refundDue()))
    await until('the rest', async () => (await shop.shop.payments.refundDue()) === null)
    t.same(company.told.toSorted(), cancelled.map(({ refundId }) => refundId).toSorted())
    for (const { id, attempts } of before) {
      t.match(await row(id), { state: 'done', attempts: attempts + 1 })
    }
  })
}
