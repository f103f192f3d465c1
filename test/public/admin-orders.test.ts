import t from 'tap'
import { launchChromium } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop } from '../helpers/tea-shop.ts'

t.setTimeout(120_000)

t.test('an owner finds an order, takes its payment, cancels it and gives the money back', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { storeId, variantId } = await makeTeaShop(stallcast)
  const order = async (name: string, phone: string, n: number) => {
    const body = {
      lines: [{ variantId, quantity: 1 }],
      fulfilment: { kind: 'pickup', storeId },
      contact: { name, phone },
      payment: { method: 'pay-at-pickup' },
    }
    const made = await call<{ id: string; number: string }>('POST', '/api/v1/orders', body, {
      idempotencyKey: `order-${n}`,
    })
    t.equal(made.status, 201)
    return made.body
  }
  const first = await order('王芳', '13800138000', 1)
  await order('李伟', '13900139999', 2)
  const browser = await launchChromium(t)
  const desk = await openDesk(t, browser, stallcast, '/admin#orders?todo=prepare')

  await desk.getByTestId('order-row').nth(1).waitFor()
  await desk.keyboard.press('/')
  const found = desk.waitForResponse(answer => answer.url().includes('38000'))
  await desk.keyboard.type('38000')
  // What is found by the first digits already is shown anew.
  await found
  await desk.getByTestId('order-row').nth(1).waitFor({ state: 'detached' })
  await desk.getByTestId('order-row').waitFor()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')

  await desk.getByTestId('set-ready').click()
  await desk.getByTestId('set-ready').waitFor({ state: 'detached' })
  await desk.getByTestId('take-payment').click()
  await desk.getByTestId('pay-now').click()
  await desk.getByTestId('take-payment').waitFor({ state: 'detached' })
  await desk.getByTestId('note').fill('要开发票')
  await desk.getByTestId('add-note').click()
  await desk.getByTestId('timeline').getByText('要开发票').waitFor()

  await desk.getByTestId('cancel-order').click()
  t.match(await desk.getByTestId('cancel-refund').textContent(), /98\.00/)
  await desk.locator('.dialog .button-danger').click()
  await desk.getByTestId('refund-done').click()
  await desk.locator('.dialog .button-danger').click()
  await desk.getByTestId('refund-done').waitFor({ state: 'detached' })
  const { body } = await call<object>('GET', `/api/v1/orders/${first.id}`)
  t.match(body, {
    state: 'cancelled',
    captured: { amount: 9800 },
    refunded: { amount: 9800 },
    refunds: [{ method: 'wechat-pay', state: 'done' }],
  })
  const timeline = await call<{ items: { kind: string; by: string | null }[] }>(
    'GET',
    `/api/v1/orders/${first.id}/timeline`,
  )
  t.ok(timeline.body.items.some(({ kind, by }) => kind === 'refund-done' && by === '李娜'))

  await desk.keyboard.press('Escape')
  await desk.getByTestId('order-sheet').waitFor({ state: 'detached' })
  await desk.setViewportSize({ width: 320, height: 640 })
  for (const section of ['today', 'orders', 'returns', 'notices', 'settings']) {
    await desk.goto(`${stallcast.site}/admin#${section}`)
    await desk.locator('.admin-section > *').first().waitFor()
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    t.ok(wide <= 0, `${section} fits on 320 px`)
  }
})

t.test('one store cancels its part of an order, and the rest is refused in part at the door', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { variantId } = await makeTeaShop(stallcast)
  const far = await call<{ id: string }>('POST', '/api/v1/stores', {
    ...{ name: '西溪店', address: '文二西路 1 号', pickup: true },
  })
  const cup = await call<{ variants: { id: string }[] }>('POST', '/api/v1/products', {
    title: '青瓷杯',
    variants: [{ sku: 'CUP', price: { amount: 5900, currency: 'CNY' } }],
  })
  const cupId = cup.body.variants[0]?.id
  const goods = { storeId: far.body.id, variantId: cupId, delta: 3, reason: 'delivery' }
  await call('POST', '/api/v1/stock/adjustments', goods)
  const made = await call<{ id: string; number: string }>(
    'POST',
    '/api/v1/orders',
    {
      lines: [
        { variantId, quantity: 2 },
        { variantId: cupId, quantity: 1 },
      ],
      fulfilment: { kind: 'delivery', address: '文三路 5 号', split: true },
      contact: { name: '王芳', phone: '13800138000' },
      payment: { method: 'cash-on-delivery' },
    },
    { idempotencyKey: 'split' },
  )
  t.equal(made.status, 201)
  const browser = await launchChromium(t)
  const desk = await openDesk(t, browser, stallcast, '/admin#orders')
  await desk.getByTestId(`order-${made.body.number}`).click()
  const part = desk.locator('.order-rows > li', { hasText: '西溪店' })
  await part.getByTestId('cancel-part').click()
  t.match(await desk.locator('.dialog').textContent(), /西溪店.*1 × 青瓷杯/s)
  await desk.locator('.dialog .button-danger').click()
  await part.getByTestId('cancel-part').waitFor({ state: 'detached' })

  await desk.getByTestId('ship').click()
  await desk.getByTestId('ship-now').click()
  await desk.getByTestId('part-refused').click()
  await desk.getByTestId('refused-LJ').fill('1')
  await desk.getByTestId('refused-now').click()
  await desk.getByTestId('refused-form').waitFor({ state: 'detached' })
  const { body } = await call<object>('GET', `/api/v1/orders/${made.body.id}`)
  t.match(body, { state: 'delivered', total: { amount: 9800 }, captured: { amount: 9800 }, refunds: [] })
  const levels = await call<object>('GET', `/api/v1/stock?variantId=${variantId}`)
  t.match(levels.body, { levels: [{ onHand: 4, reserved: 0 }] })
  await desk.goto(`${stallcast.site}/admin#notices`)
  await desk.getByText('有一家门店取消了它的那部分').waitFor()
})
