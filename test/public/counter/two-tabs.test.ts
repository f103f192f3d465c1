import { type BrowserContext, chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { OrderView, ShiftView } from '../../../src/wire.ts'
import { chromiumOptions } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { type Stallcast, startStallcast } from '../../helpers/stallcast.ts'
import { carryShift, scan, sell } from '../../helpers/till-page.ts'
import { makeTillShop, type TillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(180_000)

const waiting = (page: Page) => page.getByTestId('status').getAttribute('data-waiting')
const other = (page: Page, kind: 'elsewhere' | 'taken') =>
  page.locator(`[data-testid=other-page][data-kind=${kind}]`)

/** The person of `openDesk`, at another address of the same server. */
async function signInAt(page: Page, url: string): Promise<void> {
  await page.goto(url)
  const status = await page.evaluate(async () => {
    const body = JSON.stringify({ name: '李娜', password: 'a very long password' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch('/api/v1/session', { method: 'POST', headers, body })).status
  })
  if (status !== 201) throw new Error(`the sign-in was answered with ${status}`)
}

type Site = {
  readonly page: Page
  readonly context: BrowserContext
  readonly shop: TillShop
  readonly secure: boolean
  readonly url: string
  orders(): Promise<readonly OrderView[]>
  another(): Promise<Page>
}

/** A till that is open on one page, at an address by which browsers call it secure or not. */
async function openTill(t: Test, secure: boolean): Promise<Site> {
  const stallcast: Stallcast = await startStallcast(t)
  const { call } = stallcast
  const shop = await makeTillShop(stallcast)
  // A name of the shop's own network is no secure context, as 127.0.0.1 is.
  const args = [...chromiumOptions.args, '--host-resolver-rules=MAP till.lan 127.0.0.1']
  const browser = await chromium.launch({ ...chromiumOptions, args })
  t.teardown(() => browser.close())
  const site = secure ? stallcast.site : stallcast.site.replace('127.0.0.1', 'till.lan')
  const page = await openDesk(t, browser, stallcast, '/counter')
  if (!secure) await signInAt(page, `${site}/counter`)
  const context = page.context()
  const opening = { storeId: shop.storeId, till: 'Till 1', openingCash: 0 }
  const shift = (await call<ShiftView>('POST', '/api/v1/shifts', opening)).body
  await carryShift(page, shop.storeId, shift.id)
  await page.reload()
  await page.getByTestId('total').waitFor()
  t.equal(await page.evaluate(() => 'locks' in navigator && isSecureContext), secure)
  const url = `${site}/counter`
  const another = async () => {
    const next = await context.newPage()
    next.on('pageerror', error => t.fail(`the page failed: ${error.stack ?? error.message}`))
    await next.goto(url)
    return next
  }
  const orders = async () =>
    (await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')).body.items
  return { page, context, shop, secure, url, orders, another }
}

/** Nothing that another page says reaches this one once `deaf` is set; its own work goes on. */
function deafen(): void {
  const { prototype } = BroadcastChannel
  const set = Object.getOwnPropertyDescriptor(prototype, 'onmessage')?.set
  Object.defineProperty(prototype, 'onmessage', {
    set(hear: (event: MessageEvent) => void) {
      set?.call(this, (event: MessageEvent) => {
        if (!Reflect.get(globalThis, 'deaf')) hear(event)
      })
    },
  })
}

for (const secure of [true, false]) {
  t.test(`of two tabs one is the till, ${secure ? 'on https' : 'on plain http'}`, async t => {
    const site = await openTill(t, secure)
    const { page: first, context, shop, orders } = site
    await first.getByTestId('total').waitFor()
    await scan(first, shop.cup.barcode)
    await first.getByTestId('line-CUP').waitFor()
    const second = await site.another()
    await other(second, 'elsewhere').waitFor()
    t.equal(await second.getByTestId('total').count(), 0, 'nothing can be sold there')
    t.equal(await first.getByTestId('line-CUP').count(), 1, 'and here it goes on')

    await t.test('the sale in hand and what waits come along, and are sent once', async t => {
      const posts: string[] = []
      context.on('request', request => {
        if (request.url().endsWith('/api/v1/sales')) posts.push(request.headers()['idempotency-key'] ?? '')
      })
      // The first page has said a sale, and hears no answer.
      let held = 0
      await first.route('**/api/v1/sales', () => {
        held += 1
      })
      await sell(first, shop.cup.barcode)
      await until('the first sale is on its way', async () => held === 1)
      await scan(first, shop.bag.barcode)
      await first.getByTestId('line-BAG').waitFor()
      await second.bringToFront()
      await second.getByTestId('take-over').click()
      await second.getByTestId('line-BAG').waitFor()
      await other(first, 'taken').waitFor()
      t.equal(await first.getByTestId('total').count(), 0, 'the first page lets go')
      await until('sent', async () => (await waiting(second)) === '0')
      const [order, more] = await orders()
      t.match(order, { lines: [{ sku: 'CUP', quantity: 2 }] })
      t.equal(more, undefined)
      await first.evaluate(() => dispatchEvent(new Event('online')))
      await sell(second, shop.bag.barcode)
      await until('the next', async () => (await orders()).length === 2)
      t.equal(held, 1, 'the first page says nothing more')
      t.equal(new Set(posts).size, 2)
    })

    await t.test('and back', async () => {
      await first.bringToFront()
      await scan(second, shop.bag.barcode)
      await second.getByTestId('line-BAG').waitFor()
      await first.getByTestId('take-over').focus()
      await first.keyboard.press('Enter')
      await first.getByTestId('line-BAG').waitFor()
      await other(second, 'taken').waitFor()
      await first.unroute('**/api/v1/sales')
      await sell(first, shop.cup.barcode)
      await until('sold', async () => (await orders()).length === 3)
    })

    await t.test('a page that is looked at takes the till up when the other is closed', async t => {
      await first.close()
      await second.evaluate(() => dispatchEvent(new Event('focus')))
      await second.getByTestId('total').waitFor()
      t.equal((await orders()).length, 3)
    })

    await t.test('a reload keeps the till where it is', async t => {
      const third = await site.another()
      await other(third, 'elsewhere').waitFor()
      await second.reload()
      await second.getByTestId('total').waitFor()
      t.equal(await other(third, 'elsewhere').count(), 1)
      await third.close()
    })
  })

  t.test(`a till that hangs is taken too, ${secure ? 'on https' : 'on plain http'}`, async t => {
    const site = await openTill(t, secure)
    const { page: first, shop, orders } = site
    await first.addInitScript(deafen)
    await first.reload()
    await first.getByTestId('total').waitFor()
    const second = await site.another()
    await other(second, 'elsewhere').waitFor()
    await scan(first, shop.cup.barcode)
    await first.getByTestId('line-CUP').waitFor()
    await first.keyboard.press('F9')
    await first.getByTestId('amount').waitFor()
    await first.evaluate(() => Reflect.set(globalThis, 'deaf', true))
    await second.getByTestId('take-over').click()
    await second.getByTestId('line-CUP').waitFor()
    // Its last key comes after that: the sale is in hand in the other page, and sold by that one alone.
    if (!secure) await first.keyboard.press('Enter')
    await other(first, 'taken').waitFor()
    await sell(second, shop.bag.barcode)
    await until('sold', async () => (await orders()).length === 1)
    t.match((await orders())[0]?.lines.map(({ sku }) => sku).sort(), ['BAG', 'CUP'])
  })
}
