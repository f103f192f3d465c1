import t from 'tap'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { fillContact, makeSmallChain, openProduct } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'

t.setTimeout(120_000)

t.test('a basket is filled in two rooms, put right, and ordered once though the answer was lost', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { stores, tea, pot } = await makeSmallChain(stallcast)
  const browser = await launchChromium(t)
  const page = await openPhone(t, browser, `${site}/r/tea`)

  await openProduct(page, tea.productId)
  await page.getByTestId('add-to-basket').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.equal(await page.getByTestId('basket').textContent(), '1', 'the picture is in sight again')
  t.equal(await page.getByTestId('basket-added').textContent(), '已加入购物袋')

  const price = { price: { amount: 10_800, currency: 'CNY' } }
  t.equal((await call('PATCH', `/api/v1/variants/${tea.variantId}`, price)).status, 200)
  await page.goto(`${site}/r/pots`)
  await openProduct(page, pot.productId)
  await page.getByTestId('add-to-basket').click()
  await page.getByTestId('basket').click()
  const lines = page.getByTestId('basket-line')
  t.equal(await lines.count(), 2, 'it is the same basket in another room')
  t.match(await page.getByTestId('price-change').textContent(), /涨了 ¥10\.00/)

  await page.locator(`[data-variant-id="${pot.variantId}"]`).getByTestId('remove').click()
  t.equal(await lines.count(), 1)
  await page.getByTestId('undo').click()
  t.equal(await lines.count(), 2, 'what was removed is back')

  const other = await page.context().newPage()
  await other.goto(`${site}/r/tea`)
  await other.getByTestId('basket').click()
  await other.locator(`[data-variant-id="${tea.variantId}"]`).getByLabel('增加一件').click()
  await page.locator(`[data-variant-id="${tea.variantId}"] output:text-is("2")`).waitFor()
  t.pass('a change in one tab is seen in the other')
  await other.close()

  await page.locator(`[data-testid=store][value="${stores[1]}"]`).check()
  await fillContact(page)
  t.equal(await page.getByTestId('total').textContent(), '¥484.00')
  let sent = 0
  // The order is placed, but nobody hears of it.
  await page.route(/\/api\/v1\/orders$/, async route => {
    sent += 1
    await route.fetch()
    await route.abort()
  })
  await page.getByTestId('buy').click()
  await page.getByRole('alert').filter({ hasText: '没有收到服务器的回答' }).waitFor({ timeout: 15_000 })
  t.ok(sent > 1, 'it asked again by itself')
  await page.unroute(/\/api\/v1\/orders$/)

  await page.reload()
  await page.getByTestId('basket').click()
  await page.locator(`[data-testid=store][value="${stores[0]}"]`).check()
  await page.getByTestId('buy').click()
  await page.getByTestId('unanswered').getByText('确认那一单').click()
  const number = await page.getByTestId('order-number').textContent()
  const list = await call<{ items: { number: string; lines: object[] }[] }>('GET', '/api/v1/orders')
  t.equal(list.body.items.length, 1, 'one order, whatever was tapped after the answer was lost')
  t.match(number, list.body.items[0]?.number)
  t.equal(list.body.items[0]?.lines.length, 2)

  await page.goto(`${site}/r/tea`)
  await page.getByTestId('my-orders').waitFor()
  t.equal(await page.getByTestId('basket').count(), 0, 'what was ordered has left the basket')
})

t.test('what was taken off sale is named in the basket and leaves it, archived or a draft again', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { stores, tea, pot } = await makeSmallChain(stallcast)
  const page = await openPhone(t, await launchChromium(t), `${site}/orders`)
  // As to a phone that hears of nothing unless it asks.
  await page.routeWebSocket('**/ws', () => {})
  const become = (status: string) => call('PATCH', `/api/v1/products/${pot.productId}`, { status })
  const add = async (productId: string) => {
    await openProduct(page, productId)
    await page.getByTestId('add-to-basket').click()
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
  const lines = page.getByTestId('basket-line')
  const notice = page.getByTestId('not-sold')
  const leaves = async (name: string) => {
    await notice.getByText('青瓷盖碗 已下架').waitFor()
    await notice.getByText('移除').click()
    await notice.waitFor({ state: 'detached' })
    t.equal(await lines.count(), 1, `${name}: it is taken out`)
    await page.getByLabel('关闭').click()
  }
  await page.goto(`${site}/r/tea`)
  await add(tea.productId)

  for (const status of ['archived', 'draft']) {
    await add(pot.productId)
    await page.getByTestId('basket').click()
    await page.locator(`[data-testid=store][value="${stores[1]}"]`).check()
    await fillContact(page)
    await become(status)
    const [answer] = await Promise.all([
      page.waitForResponse(response => /\/orders$/.test(response.url())),
      page.getByTestId('buy').click(),
    ])
    t.equal(answer.status(), 409, `${status}: the order is refused`)
    await leaves(status)

    await add(pot.productId)
    await page.getByTestId('basket').click()
    t.equal(await lines.count(), 2)
    await leaves(`${status}, before anything is ordered`)
    await become('active')
  }
})
