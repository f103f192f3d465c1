import t from 'tap'
import type { LevelView, MovementView, ReturnView } from '../../src/wire.ts'
import { launchChromium, openPhone } from '../helpers/chromium.ts'
import { fillContact } from '../helpers/small-chain.ts'
import { type Call, startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(180_000)

/** What a store has by its level, and by the sum of its ledger. */
async function books(call: Call, variantId: string, storeId: string) {
  const levels = await call<{ levels: LevelView[] }>('GET', `/api/v1/stock?variantId=${variantId}`)
  const level = levels.body.levels.find(each => each.storeId === storeId)
  const query = new URLSearchParams({ variantId, storeId, limit: '100' })
  const ledger = await call<{ items: MovementView[] }>('GET', `/api/v1/stock/movements?${query}`)
  const sum = (key: 'onHand' | 'reserved') => ledger.body.items.reduce((all, each) => all + each[key], 0)
  return {
    level: [level?.onHand ?? 0, level?.reserved ?? 0],
    ledger: [sum('onHand'), sum('reserved')],
  }
}

const both = (onHand: number, reserved: number) => ({
  level: [onHand, reserved],
  ledger: [onHand, reserved],
})

t.test(
  'bought live, collected in store B, one of two returned in store C, and all three ledgers are right',
  async t => {
    const stallcast = await startStallcast(t)
    const { site, call } = stallcast
    const { storeId: a, productId, variantId, pushUrl } = await makeTeaShop(stallcast)
    const openStore = async (name: string) =>
      (await call<{ id: string }>('POST', '/api/v1/stores', { name, address: `${name} 1 号`, pickup: true }))
        .body.id
    const [b, c] = [await openStore('西溪店'), await openStore('滨江店')]
    await call('POST', '/api/v1/stock/adjustments', { storeId: b, variantId, delta: 4, reason: 'delivery' })
    pushDark(t, pushUrl)

    const page = await openPhone(t, await launchChromium(t), `${site}/r/tea`)
    await page.waitForFunction(
      () => (document.querySelector<HTMLVideoElement>('[data-testid=video]')?.currentTime ?? 0) > 1,
      undefined,
      { timeout: 60_000 },
    )
    await call('PUT', '/api/v1/rooms/tea/pin', { productId })
    await page.getByTestId('hotspot').click({ timeout: 60_000 })
    await page.locator(`[data-testid=store][value="${b}"]`).check()
    await page.getByLabel('增加一件').click()
    await fillContact(page)
    await page.getByTestId('buy').click()
    const code = (await page.getByTestId('order-code').textContent({ timeout: 60_000 }))?.trim()
    t.strictSame(await books(call, variantId, b), both(4, 2), 'two are held in B')

    const till = await call('POST', '/api/v1/shifts', { storeId: b, till: '1', openingCash: 0 })
    const collected = await call<{ id: string; state: string }>('POST', '/api/v1/pickups', {
      code,
      storeId: b,
      shiftId: till.body.id,
      tender: 'cash',
    })
    t.match(collected, { status: 200, body: { state: 'collected' } })
    await page.locator('[data-testid=order-state][data-state=collected]').waitFor({ timeout: 60_000 })
    t.match(await page.getByTestId('payments').textContent(), /现金.*¥196\.00/s)
    t.strictSame(await books(call, variantId, b), both(2, 0), 'they have left B')

    await page.getByTestId('return').click()
    // There is one line: all of it was chosen.
    await page.getByLabel('少退一件').click()
    await page.getByTestId('reason-mind').check({ force: true })
    await page.locator(`[data-testid=store][value="${c}"]`).check()
    await page.getByTestId('money-back').getByText('¥98.00').first().waitFor()
    await page.getByTestId('return-submit').click()
    await page.locator('[data-testid=return-card][data-state=requested]').waitFor({ timeout: 60_000 })

    const asked = await call<{ items: ReturnView[] }>('GET', `/api/v1/orders/${collected.body.id}/returns`)
    const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
    const shift = await call('POST', '/api/v1/shifts', { storeId: c, till: '1', openingCash: 50_000 })
    const path = `/api/v1/returns/${asked.body.items[0]?.id}/receive`
    const received = await call('POST', path, { storeId: c, shiftId: shift.body.id, lines })
    t.match(received, { status: 200, body: { state: 'received', amount: { amount: 9800 } } })
    await page.locator('[data-testid=return-card][data-state=received]').waitFor({ timeout: 60_000 })
    t.match(await page.getByTestId('payments').textContent(), /−¥98\.00/)

    await until('all books', async () => (await books(call, variantId, c)).level[0] === 1)
    t.strictSame(await books(call, variantId, a), both(5, 0), 'A has nothing to do with it')
    t.strictSame(await books(call, variantId, b), both(2, 0))
    t.strictSame(await books(call, variantId, c), both(1, 0), 'what came back is C’s')
  },
)
