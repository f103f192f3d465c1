import t from 'tap'
import type { RoomView } from '../../../src/wire.ts'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { makeSmallChain } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'

t.setTimeout(120_000)

t.test('an answer that was asked for before the socket opened does not undo what it told', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { tea } = await makeSmallChain(stallcast)
  const fill = (...productIds: string[]) => call('PUT', '/api/v1/rooms/tea/lineup', { productIds })
  await fill()
  const empty = (await call<RoomView>('GET', '/api/v1/rooms/tea')).body
  const page = await openPhone(t, await launchChromium(t), `${site}/orders`)
  await page.clock.install()
  const [open, asked, answer] = [0, 1, 2].map(() => Promise.withResolvers<void>())
  await page.routeWebSocket('**/ws', async socket => {
    await open?.promise
    socket.connectToServer()
  })
  let questions = 0
  await page.route('**/api/v1/rooms/tea', async route => {
    questions += 1
    if (questions > 1) {
      asked?.resolve()
      await answer?.promise
    }
    await route.fulfill({ json: empty })
  })

  await page.goto(`${site}/r/tea`)
  await page.getByTestId('status').waitFor()
  await page.clock.fastForward(10_000)
  await asked?.promise
  await fill(tea.productId)
  open?.resolve()
  await page.getByTestId('bag').waitFor()
  const old = page.waitForResponse('**/api/v1/rooms/tea')
  answer?.resolve()
  await (await old).finished()
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve))))
  t.equal(await page.getByTestId('bag').count(), 1)
})

t.test('a page whose script is lost says so', async t => {
  const { site } = await startStallcast(t)
  const page = await openPhone(t, await launchChromium(t), `${site}/orders`)
  await page.route(/\/assets\/watch-.*\.js$/, route => route.abort())
  await page.goto(`${site}/r/tea`)
  const text = page.getByText('页面还没有打开，请刷新')
  t.notOk(await text.isVisible(), 'not at once: it may only be slow')
  await text.waitFor({ timeout: 20_000 })
  await page.unrouteAll()
  await page.reload()
  await page.getByText('没有这个直播间').waitFor()
  t.notOk(await text.isVisible())
})
