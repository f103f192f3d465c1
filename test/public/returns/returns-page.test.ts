import t from 'tap'
import type { OrderView, ReturnView } from '../../../src/wire.ts'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { makeSmallChain } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { order, orderLine } from '../order/order-fixture.ts'

t.setTimeout(90_000)

const cny = (amount: number) => ({ amount, currency: 'CNY' })
const until = new Date(Date.now() + 6 * 86_400_000).toISOString()
const tender = {
  id: 't',
  method: 'cash' as const,
  state: 'captured' as const,
  amount: cny(3000),
  refunded: cny(0),
  tendered: null,
  at: '2026-11-22T07:00:00.000Z',
}
const bought: OrderView = {
  ...order({
    state: 'collected',
    steps: ['return', 'close'],
    lines: [
      { ...orderLine('tea', 2), title: '明前龙井', returnableUntil: until },
      { ...orderLine('cake', 1), title: '鲜花饼', returnException: 'perishable' },
    ],
    captured: cny(3000),
    fulfilment: { state: 'collected' },
  }),
  tenders: [tender],
}
const withdrawal: ReturnView = {
  id: 'r',
  number: 'R2611-0001',
  orderId: 'o',
  orderNumber: bought.number,
  kind: 'withdrawal',
  via: 'store',
  state: 'requested',
  store: null,
  reason: '撤回合同',
  lines: [
    {
      variantId: 'tea',
      title: '明前龙井',
      variantTitle: '',
      quantity: 2,
      amount: cny(2000),
      restocked: 0,
      writtenOff: 0,
    },
  ],
  amount: cny(2000),
  refunds: [{ tenderId: 't', method: 'cash', amount: cny(2000), state: 'planned' }],
  carrier: null,
  trackingNumber: null,
  requestedAt: '2026-11-22T08:00:00.000Z',
  decidedAt: null,
}

t.test('a contract is withdrawn from in two steps, and acknowledged with its time and content', async t => {
  const stallcast = await startStallcast(t)
  await makeSmallChain(stallcast)
  const page = await openPhone(t, await launchChromium(t), 'about:blank')
  const sent: unknown[] = []
  await page.route(/\/api\/v1\/orders\/o$/, route => route.fulfill({ json: bought }))
  await page.route(/\/returns\/preview$/, route =>
    route.fulfill({ json: { amount: cny(2000), refunds: withdrawal.refunds } }),
  )
  await page.route(/\/api\/v1\/orders\/o\/returns$/, async route => {
    const asked = route.request()
    if (asked.method() === 'GET')
      await route.fulfill({ json: { items: sent.length > 0 ? [withdrawal] : [] } })
    else {
      sent.push(asked.postDataJSON())
      t.ok(asked.headers()['idempotency-key'])
      await route.fulfill({ status: 201, json: withdrawal })
    }
  })
  await page.goto(`${stallcast.site}/orders/o#the-token`)

  await page.getByRole('button', { name: '在此撤回合同' }).click()
  t.match(await page.locator('[data-testid=return-line][data-variant-id=cake]').innerText(), '鲜活易腐')
  t.equal(
    await page.locator('[data-testid=return-line][data-variant-id=tea]').getAttribute('data-units'),
    '2',
    'all of what can come back is chosen',
  )
  t.match(await page.getByTestId('money-back').innerText(), '¥20.00')
  await page.getByRole('button', { name: '下一步' }).click()
  t.match(await page.getByTestId('statement').innerText(), bought.number)
  t.equal(sent.length, 0, 'nothing is withdrawn from before it is confirmed')

  await page.getByRole('button', { name: '确认撤回' }).click()
  const text = await page.getByTestId('acknowledgement-text').innerText()
  for (const said of ['R2611-0001', '2026年11月22日', '王小明', '明前龙井 × 2', '¥20.00']) t.match(text, said)
  t.match(sent, [{ kind: 'withdrawal', via: 'store', lines: [{ variantId: 'tea', quantity: 2 }] }])
  const download = page.waitForEvent('download')
  await page.getByTestId('save-acknowledgement').click()
  t.equal((await download).suggestedFilename(), 'R2611-0001.txt')

  await page.getByTestId('paper-back').click()
  await page.locator('[data-testid=return-card][data-state=requested]').waitFor()
})
