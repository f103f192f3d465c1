import { openDatabase } from '../../../src/database.ts'
import { Bus } from '../../../src/events.ts'
import { Http } from '../../../src/http.ts'
import { createLog } from '../../../src/log.ts'
import { Shop } from '../../../src/shop/shop.ts'
import { assistant, guest } from '../call.ts'
import { FakeCompany } from '../payments/fake-company.ts'
import { shopDeps } from '../shop-fixture.ts'

/**
 * A server of the shop alone, in a process that can be killed: `node shop-process.ts <folder> <database>`.
 * Sends its port. To a reference and an amount, which a payment company tells of, it answers with what became of them.
 */
const [folder = '', place = ''] = process.argv.slice(2)
const log = createLog(process.env.TEST_LOG ?? 'silent')
const database = await openDatabase(place)
// One address stands for all buyers.
const limits = { ordersPerMinute: 1_000_000, pickupsPerMinute: 1_000_000 }
const paymentMethods = [new FakeCompany({ state: 'pending' })]
const shop = await Shop.start(
  shopDeps({ folder, database, bus: new Bus(log), now: Date.now, limits, paymentMethods }),
)
const http = await Http.start({
  host: '127.0.0.1',
  port: 0,
  tls: null,
  trustProxy: false,
  lanes: [],
  routes: shop.routes,
  authenticate: async ({ bearer }) => (bearer === 'staff' ? assistant : guest),
  log,
})
process.send?.(http.port)
process.on('message', async ([reference, amount]: [string, number]) => {
  process.send?.([reference, await shop.payments.captured('wechat-pay', reference, amount)])
})
process.once('SIGTERM', async () => {
  await http.close()
  await shop.close()
  await database.destroy()
  process.disconnect()
})
