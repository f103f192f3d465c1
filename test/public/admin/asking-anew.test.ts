import type { Page, Route } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { makeTeaShop } from '../../helpers/tea-shop.ts'

t.setTimeout(120_000)

/** Holds the next answer to what `url` matches, until it is let go: as the server gives it, or as a refusal. */
async function hold(page: Page, url: RegExp) {
  const asked = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<'send' | 'refuse'>()
  const problem = { type: 'https://stallcast.dev/problems/invalid', title: 'invalid', detail: 'No.' }
  const answered = async (route: Route) => {
    asked.resolve()
    if ((await answer.promise) === 'send') await route.continue()
    else await route.fulfill({ status: 400, contentType: 'application/problem+json', json: problem })
  }
  await page.route(url, answered, { times: 1 })
  return { asked: asked.promise, letGo: answer.resolve }
}

t.test('what is known stays while it is asked for otherwise, unless it would be another thing', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { storeId, variantId } = await makeTeaShop(stallcast)
  const order = async (phone: string) => {
    const body = {
      lines: [{ variantId, quantity: 1 }],
      fulfilment: { kind: 'pickup', storeId },
      contact: { name: '王芳', phone },
      payment: { method: 'pay-at-pickup' },
    }
    const made = await call<{ number: string }>('POST', '/api/v1/orders', body, { idempotencyKey: phone })
    t.equal(made.status, 201)
    return made.body.number
  }
  const wanted = await order('13800138000')
  await order('13900139999')
  const page = await openDesk(t, await launchChromium(t), stallcast, '/admin#orders')
  const rows = page.getByTestId('order-row')
  const busy = page.locator('[data-testid=answer][aria-busy=true]')
  await rows.nth(1).waitFor()

  await t.test('rows stay where they are, and so does the focus among them', async t => {
    const held = await hold(page, /\/api\/v1\/orders\?.*q=13800138000/)
    const top = () => rows.nth(1).evaluate(row => row.getBoundingClientRect().top)
    const before = await top()
    await page.keyboard.press('/')
    await page.keyboard.type('13800138000')
    await held.asked
    await busy.waitFor()
    t.equal(await rows.count(), 2)
    t.equal(await top(), before)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    t.equal(await focused(), wanted)
    held.letGo('send')
    await busy.waitFor({ state: 'detached' })
    t.equal(await rows.count(), 1)
    t.equal(await focused(), wanted)
  })

  await t.test('they go when the new question is refused', async () => {
    const held = await hold(page, /\/api\/v1\/orders(\?(?!.*q=).*)?$/)
    await page.getByRole('searchbox').fill('')
    await held.asked
    await busy.waitFor()
    await rows.waitFor()
    held.letGo('refuse')
    await page.getByRole('button', { name: '重试' }).waitFor()
    t.equal(await rows.count(), 0)
    await page.getByRole('button', { name: '重试' }).click()
    await rows.nth(1).waitFor()
  })

  await t.test('an empty answer is not taken for the answer to the next question', async () => {
    await page.getByRole('searchbox').fill('13000000000')
    await page.getByText('没有符合的订单').waitFor()
    const held = await hold(page, /\/api\/v1\/orders(\?(?!.*q=).*)?$/)
    await page.getByRole('searchbox').fill('')
    await held.asked
    await page.getByRole('status', { name: '正在加载…' }).waitFor()
    t.equal(await page.getByText('还没有订单').count(), 0)
    held.letGo('send')
    await rows.nth(1).waitFor()
  })

  await t.test('the figures of one store are never shown as those of another', async t => {
    const made = await call<{ id: string }>('POST', '/api/v1/stores', {
      ...{ name: '二店', address: '人民路 2 号', pickup: true },
    })
    t.equal(made.status, 201)
    await page.goto(`${stallcast.site}/admin#today`)
    await page.reload()
    await page.locator('.tiles').waitFor()
    const held = await hold(page, new RegExp(`/figures/today\\?storeId=${made.body.id}`))
    await page.getByRole('combobox').first().selectOption(made.body.id)
    await held.asked
    t.equal(await page.locator('.tiles').count(), 0)
    held.letGo('send')
    await page.locator('.tiles').waitFor()
  })
})
