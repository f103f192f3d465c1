import t from 'tap'
import type { OrderView, ReturnView } from '../../../src/wire.ts'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { makeSmallChain } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'

t.setTimeout(90_000)

t.test('a contract is withdrawn from in two steps, acknowledged, and the money comes back', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { stores, tea, pot } = await makeSmallChain(stallcast)
  const never = { returnRule: { kind: 'none', reason: 'perishable' } }
  t.equal((await call('PATCH', `/api/v1/products/${pot.productId}`, never)).status, 200)
  const bought = {
    lines: [
      { variantId: tea.variantId, quantity: 2 },
      { variantId: pot.variantId, quantity: 1 },
    ],
    fulfilment: { kind: 'pickup', storeId: stores[0] },
    contact: { name: '王小明', phone: '13800001234' },
    payment: { method: 'pay-at-pickup' },
  }
  const guest = { token: null, idempotencyKey: 'bought-to-withdraw' }
  const { body: order } = await call<OrderView>('POST', '/api/v1/orders', bought, guest)
  const handed = { code: order.pickupCode, storeId: stores[0], tender: 'card' }
  t.equal((await call('POST', '/api/v1/pickups', handed)).status, 200)
  const asked = async () =>
    (await call<{ items: ReturnView[] }>('GET', `/api/v1/orders/${order.id}/returns`)).body.items

  const link = `${site}/orders/${order.id}#${order.accessToken}`
  const page = await openPhone(t, await launchChromium(t), link)
  await page.getByRole('button', { name: '在此撤回合同' }).click()
  const line = (variantId: string) =>
    page.locator(`[data-testid=return-line][data-variant-id="${variantId}"]`)
  t.match(await line(pot.variantId).textContent(), '鲜活易腐')
  t.equal(await line(tea.variantId).getAttribute('data-units'), '2', 'all that can come back is chosen')
  await page.getByTestId('money-back').getByText('¥196.00').first().waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  t.match(await page.getByTestId('statement').textContent(), order.number)
  t.strictSame(await asked(), [], 'nothing is withdrawn from before it is confirmed')

  await page.getByRole('button', { name: '确认撤回' }).click()
  const text = await page.getByTestId('acknowledgement-text').textContent()
  const [made] = await asked()
  t.match(made, { kind: 'withdrawal', via: 'store', lines: [{ variantId: tea.variantId, quantity: 2 }] })
  const year = `${new Date(made?.requestedAt ?? '').getFullYear()}年`
  for (const said of [made?.number, year, '王小明', '明前龙井 × 2', '¥196.00']) t.match(text, said)
  const download = page.waitForEvent('download')
  await page.getByTestId('save-acknowledgement').click()
  t.equal((await download).suggestedFilename(), `${made?.number}.txt`)

  await page.getByTestId('paper-back').click()
  await page.locator('[data-testid=return-card][data-state=requested]').waitFor()
  const lines = [{ variantId: tea.variantId, restocked: 2, writtenOff: 0 }]
  const taken = await call('POST', `/api/v1/returns/${made?.id}/receive`, { storeId: stores[1], lines })
  t.equal(taken.status, 200)
  await page.locator('[data-testid=return-card][data-state=received]').waitFor({ timeout: 15_000 })
  await page.locator('[data-testid=order-state][data-state=part-returned]').waitFor()
  t.match(await page.getByTestId('payments').textContent(), /−¥196\.00/)
})
