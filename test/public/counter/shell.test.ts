import { chromium, type Page } from 'playwright-core'
import t from 'tap'
import type { OrderView, ShiftView } from '../../../src/wire.ts'
import { chromiumOptions, launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startFront } from '../../helpers/front.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { keptDraft } from '../../helpers/till-draft.ts'
import { scan } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

async function payExactly(page: Page): Promise<void> {
  await page.keyboard.press('F9')
  await page.getByTestId('amount').waitFor()
  await page.keyboard.press('Enter')
  await page.getByTestId('sold').waitFor()
}

const waiting = (page: Page) => page.getByTestId('status').getAttribute('data-waiting')

/** The addresses of all that the browser keeps of the counter. */
async function keptFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map(name => caches.open(name)))
    const requests = (await Promise.all(caches_.map(cache => cache.keys()))).flat()
    return requests.map(({ url }) => new URL(url).pathname).sort()
  })
}

/** Its service worker rules the page, and has all of the shell. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller) return
    await new Promise(resolve => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
}

t.test('a till that is opened without a connection has what it had, and sells', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const front = await startFront(t, stallcast.site)
  const { site } = front
  const { cup, bag, storeId } = await makeTillShop(stallcast)
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, { ...stallcast, site }, '/counter')
  const context = page.context()
  await page.getByTestId('till-name').fill('Till 1')
  await page.getByTestId('opening-cash').fill('0')
  await page.getByTestId('open-shift-button').click()
  await page.getByTestId('total').waitFor()
  await kept(page)
  // The line, and what the browser says of it: that alone would let requests through while a page is loaded.
  const offline = async (gone: boolean) => {
    front.line(gone ? 'broken' : 'up')
    await context.setOffline(gone)
  }
  const orders = async () =>
    (await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')).body.items

  await t.test('only the page and its files are kept, and no answer of the server', async t => {
    const files = await keptFiles(page)
    t.ok(files.includes('/counter'))
    t.strictSame(
      files.filter(path => path !== '/counter' && !path.startsWith('/assets/')),
      [],
    )
    t.ok(
      files.some(path => path.endsWith('.wasm')),
      'the camera reads without a connection, too',
    )
    const policy = (await fetch(`${site}/counter`)).headers.get('content-security-policy') ?? ''
    t.match(policy, /worker-src 'self'(?! blob)/)
    t.equal((await fetch(`${site}/counter-worker.js`)).headers.get('cache-control'), 'no-cache')
  })

  await t.test('sold, reloaded, sold and reloaded without a connection: both are booked once', async t => {
    await offline(true)
    await scan(page, cup.barcode)
    await page.getByTestId('line-CUP').waitFor()
    await payExactly(page)
    await scan(page, bag.barcode)
    await page.getByTestId('line-BAG').waitFor()
    await until('the next basket is kept', async () => (await keptDraft(page, storeId)).lines > 0)
    await page.reload()
    await page.getByTestId('line-BAG').waitFor()
    t.equal(await waiting(page), '1')
    await payExactly(page)
    await until('both wait', async () => (await waiting(page)) === '2')
    await page.reload()
    await page.getByTestId('total').waitFor()
    t.equal(await waiting(page), '2')
    t.equal((await orders()).length, 0)
    await offline(false)
    await until('both are booked', async () => (await waiting(page)) === '0' && (await orders()).length > 0)
    t.strictSame((await orders()).map(({ total }) => total.amount).sort(), [1990, 2500])
    const [shift] = (await call<{ items: ShiftView[] }>('GET', '/api/v1/shifts?open=true')).body.items
    t.match(shift, { sales: 2, expectedCash: { amount: 4490 } })
  })

  await t.test('a server that takes requests and answers none does not keep it from opening', async t => {
    front.line('silent')
    await page.reload()
    await page.getByTestId('total').waitFor()
    t.equal(await page.getByTestId('need-shift').count(), 0)
    front.line('up')
  })

  await t.test('a new build is there with the next load, and is the one that is kept', async t => {
    const build = (name: string) => {
      front.rewrite = (path, text) =>
        path === '/counter'
          ? text.replace('<head>', `<head><meta name="build" content="${name}">`)
          : path === '/counter-worker.js'
            ? text.replace(/name:"\w+"/, `name:"${name}"`)
            : text
    }
    const shows = (name: string) =>
      page.locator(`meta[name=build][content=${name}]`).waitFor({ state: 'attached' })
    const names = () => page.evaluate(async () => (await caches.keys()).sort())
    const [first = ''] = await names()
    await scan(page, cup.barcode)
    await page.getByTestId('line-CUP').waitFor()
    build('second')
    await page.evaluate(async () => {
      Reflect.set(window, 'sameOne', true)
      await (await navigator.serviceWorker.getRegistration('/counter'))?.update()
    })
    await until('it is kept', async () => (await names()).includes('counter-shell-second'))
    t.ok(await page.evaluate(() => Reflect.get(window, 'sameOne')), 'nobody is interrupted in a sale')
    await page.reload()
    await shows('second')
    build('third')
    await page.reload()
    await shows('third')
    await until('only two are kept', async () => !(await names()).includes(first))
    t.strictSame(await names(), ['counter-shell-second', 'counter-shell-third'])
    await offline(true)
    await page.reload()
    await shows('third')
    await page.getByTestId('line-CUP').waitFor()
    await offline(false)
    front.rewrite = null
  })

  await t.test('who signs out without a connection is out, for this device and for the server', async t => {
    await offline(true)
    await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('button', { name: '重试' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: '重试' }).waitFor()
    await offline(false)
    await page.getByRole('button', { name: '重试' }).click()
    await page.locator('input[type=password]').waitFor()
    t.equal((await context.request.get(`${site}/api/v1/session`)).status(), 401)
  })
})

t.test(
  'in a shop without a certificate, where there are no service workers, it sells all the same',
  async t => {
    const stallcast = await startStallcast(t)
    const { cup } = await makeTillShop(stallcast)
    const args = [...chromiumOptions.args, '--host-resolver-rules=MAP till.test 127.0.0.1']
    const browser = await chromium.launch({ ...chromiumOptions, args })
    t.teardown(() => browser.close())
    const site = `http://till.test:${new URL(stallcast.site).port}`
    const page = await openDesk(t, browser, stallcast, '/counter')
    await page.goto(`${site}/counter`)
    await page.locator('input[autocomplete=username]').fill('李娜')
    await page.locator('input[type=password]').fill('a very long password')
    await page.keyboard.press('Enter')
    await page.getByTestId('till-name').fill('Till 1')
    await page.getByTestId('opening-cash').fill('0')
    await page.getByTestId('open-shift-button').click()
    await page.getByTestId('total').waitFor()
    t.notOk(await page.evaluate(() => 'serviceWorker' in navigator))
    await page.context().setOffline(true)
    await scan(page, cup.barcode)
    await page.getByTestId('line-CUP').waitFor()
    await payExactly(page)
    await page.context().setOffline(false)
    await page.locator('[data-testid=sold][data-state=sent]').waitFor()
    const { body } = await stallcast.call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')
    t.equal(body.items.length, 1)
  },
)
