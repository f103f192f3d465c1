import { chromium } from 'playwright-core'
import t from 'tap'
import type { ShiftView } from '../../../src/wire.ts'
import { barcodeVideo } from '../../helpers/barcode-video.ts'
import { chromiumOptions } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { carryShift } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

t.test(
  'the camera reads EAN-13, EAN-8, UPC-A, Code 128 and a QR, by what the server itself serves',
  async t => {
    const stallcast = await startStallcast(t)
    const { cup, bag, storeId } = await makeTillShop(stallcast)
    const variants = [
      { sku: 'SMALL', title: '小', barcode: '96385074', price: { amount: 500, currency: 'CNY' } },
      { sku: 'UPC', title: '美', barcode: '036000291452', price: { amount: 600, currency: 'CNY' } },
      // As a chain writes it that knows the American number by its European name.
      { sku: 'UPC-13', title: '欧', barcode: '0012345678905', price: { amount: 700, currency: 'CNY' } },
      { sku: 'Tin-7/b', title: '罐', price: { amount: 800, currency: 'CNY' } },
    ]
    t.equal((await stallcast.call('POST', '/api/v1/products', { title: '茶点', variants })).status, 201)
    const order = {
      lines: [{ variantId: bag.variantId, quantity: 1 }],
      fulfilment: { kind: 'pickup', storeId },
      contact: { name: '王芳', phone: '13800138000' },
      payment: { method: 'pay-at-pickup' },
    }
    const { body: waiting } = await stallcast.call('POST', '/api/v1/orders', order, {
      token: null,
      idempotencyKey: 'an-order-with-a-qr',
    })
    const codes = [cup.barcode, '96385074', '036000291452', '012345678905', 'Tin-7/b']
    const video = await barcodeVideo(t, [...codes, `${stallcast.site}/orders/${waiting.id}#token`])
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
    await carryShift(page, storeId, shift.id)
    await page.reload()
    await page.getByTestId('total').waitFor()
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await page.getByTestId('camera-button').click()
    await page.locator('[data-testid=camera][data-state=scanning]').waitFor({ timeout: 20_000 })
    const lines = ['CUP', 'SMALL', 'UPC', 'UPC-13', 'Tin-7/b']
    const read = new Set<string>()
    const lookAround = async () => {
      // The order lies over the basket, and the camera waits for it.
      if (await page.locator(`[data-testid=order][data-order="${waiting.id}"]`).isVisible()) {
        read.add('order')
        await page.keyboard.press('Escape')
      }
      for (const sku of lines) if ((await page.getByTestId(`line-${sku}`).count()) === 1) read.add(sku)
      return read.size === lines.length + 1
    }
    await until('all are read', lookAround, 60_000).catch(() => t.strictSame([...read], [...lines, 'order']))
    t.ok(asked.some(url => url.endsWith('.wasm')))
    t.strictSame(
      asked.filter(url => !url.startsWith(stallcast.site)),
      [],
      'nothing is loaded from elsewhere',
    )
  },
)
