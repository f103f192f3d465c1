import t from 'tap'
import { openDatabase } from '../../../src/database.ts'
import { engine, runOnPostgresToo, testPlace } from '../../helpers/engine.ts'
import { Counters } from '../../helpers/stampede/counters.ts'
import { openStores } from '../../helpers/stampede/place.ts'
import { stampede } from '../../helpers/stampede/stampede.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

runOnPostgresToo()

// opencart #4811 #3978, bagisto #4074, magento2 #6363, woocommerce #12467, nopCommerce #4184, shopxo #38,
// macrozheng/mall #185 #353, medusa #16569 #16502 #14987 #15132 #16338, vendure #3508: the last units sold more than
// once, or from where they are not. `npm run bench -- stampede` does the same a thousand times.
t.test(
  'of 500 buyers at once of ten units in three stores, however they want them, ten are sold, though servers are killed (medusa #16502, vendure #3508)',
  async t => {
    const folder = await tempFolder(t)
    const place = await testPlace(t, folder)
    const database = await openDatabase(place, { connections: 2 })
    t.teardown(() => database.destroy())
    const counters = await Counters.start(folder, place, engine === 'sqlite' ? 1 : 2)
    t.teardown(() => counters.close())
    const stores = await openStores(counters)
    for (const seed of engine === 'sqlite' ? [1, 2] : [2]) {
      const { faults, placed, asked } = await stampede(counters, database, stores, { seed, kills: seed })
      t.same(faults, [])
      t.equal(asked, 500)
      t.ok(placed >= 10, `${placed} orders`)
    }
    t.ok(counters.kills > 0, `${counters.kills} kills`)
    t.ok(counters.unanswered > 0, `${counters.unanswered} requests were under way when a server died`)
  },
)
