import { chromium } from 'playwright-core'
import t from 'tap'
import type { ShiftView } from '../../../src/wire.ts'
import { barcodeVideo } from '../../helpers/barcode-video.ts'
import { chromiumOptions } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'

t.setTimeout(120_000)

t.test('the camera reads the EAN-13 of goods and a QR, by what the server itself serves', async t => {
  const stallcast = await startStallcast(t)
  const { cup, storeId } = await makeTillShop(stallcast)
  const video = await barcodeVideo(t, [cup.barcode, 'BAG'])
  const browser = await chromium.launch({
    ...chromiumOptions,
    args: [
      ...chromiumOptions.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  })
  t.teardown(() => browser.close())
  const page = await openDesk(t, browser, stallcast, '/counter')
  const opening = { storeId, till: 'Till 1', openingCash: 0 }
  const shift = (await stallcast.call<ShiftView>('POST', '/api/v1/shifts', opening)).body
  await page.evaluate(
    ([name, id]) => localStorage.setItem(name ?? '', id ?? ''),
    [`stallcast.shift.${storeId}`, shift.id],
  )
  await page.reload()
  await page.getByTestId('total').waitFor()
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.getByTestId('camera-button').click()
  await page.locator('[data-testid=camera][data-state=scanning]').waitFor({ timeout: 20_000 })
  await page.getByTestId('line-CUP').waitFor({ timeout: 20_000 })
  await page.getByTestId('line-BAG').waitFor({ timeout: 20_000 })
  t.ok(asked.some(url => url.endsWith('.wasm')))
  t.strictSame(
    asked.filter(url => !url.startsWith(stallcast.site)),
    [],
    'nothing is loaded from elsewhere',
  )
})
