import type { Config } from '../../config/schema.ts'
import type { Database } from '../database.ts'
import { DueTimer } from '../due-timer.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { PictureFiles } from '../picture-files.ts'
import type { Route } from '../route.ts'
import { Audit } from './audit/audit.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import type { Catalog } from './catalog/catalog.ts'
import { CatalogSide } from './catalog/catalog-side.ts'
import type { Indexer } from './catalog/indexer.ts'
import type { Pictures, ReencodePicture } from './catalog/pictures.ts'
import { Changes } from './changes.ts'
import { Figures } from './figures/figures.ts'
import { figuresRoutes } from './figures/figures-routes.ts'
import { keptDays } from './idempotency/once.ts'
import { Notices } from './notices/notices.ts'
import { noticesRoutes } from './notices/notices-routes.ts'
import { AccessTokens } from './orders/access-tokens.ts'
import { DueOrders } from './orders/due-orders.ts'
import { ExportedOrders } from './orders/exported-orders.ts'
import { orderStepsRoutes } from './orders/order-steps-routes.ts'
import { Orders } from './orders/orders.ts'
import { ordersRoutes } from './orders/orders-routes.ts'
import { pickupsRoutes } from './orders/pickups-routes.ts'
import { Uncollected } from './orders/uncollected.ts'
import type { RemoteMethod } from './payments/payment-method.ts'
import { Payments } from './payments/payments.ts'
import { Returns } from './returns/returns.ts'
import { returnsRoutes } from './returns/returns-routes.ts'
import { Counts } from './stock/counts.ts'
import { documentsRoutes } from './stock/documents-routes.ts'
import { Ledger } from './stock/ledger.ts'
import { Levels } from './stock/levels.ts'
import { levelsRoutes } from './stock/levels-routes.ts'
import { Receipts } from './stock/receipts.ts'
import { Stock } from './stock/stock.ts'
import { stockRoutes } from './stock/stock-routes.ts'
import { Transfers } from './stock/transfers.ts'
import { StoreClock } from './stores/store-clock.ts'
import { Stores } from './stores/stores.ts'
import { storesRoutes } from './stores/stores-routes.ts'
import type { ShopTables } from './tables.ts'
import { Goods } from './till/goods.ts'
import { Sales } from './till/sales.ts'
import { salesRoutes } from './till/sales-routes.ts'
import { Shifts } from './till/shifts.ts'
import { tillRoutes } from './till/till-routes.ts'

export type ShopDeps = {
  /** Stays the caller's: it is open before the shop starts and is closed after it. */
  readonly database: Database
  readonly config: Pick<Config, 'shop' | 'limits'>
  readonly bus: Bus
  /** Epoch milliseconds. */
  readonly now: () => number
  /** At least 32 random bytes, kept over restarts: buyers' links to their orders hang on it. */
  readonly secret: Buffer
  readonly picturesFolder: string
  readonly reencodePicture: ReencodePicture
  /** Payment companies; none: people take the money. */
  readonly paymentMethods?: readonly RemoteMethod[]
  readonly log: Logger
}

const day = 86_400_000
const purgeEveryMs = 6 * 3_600_000

/** Stores, catalogue, stock and orders, put together. */
export class Shop {
  readonly routes: readonly Route[]
  readonly stores: Stores
  readonly catalog: Catalog
  readonly pictures: Pictures
  readonly stock: Stock
  readonly levels: Levels
  readonly ledger: Ledger
  readonly orders: Orders
  readonly dueOrders: DueOrders
  readonly uncollected: Uncollected
  readonly returns: Returns
  readonly figures: Figures
  readonly payments: Payments
  readonly audit: Audit
  readonly changes: Changes
  readonly #indexer: Indexer
  readonly #log: Logger
  readonly #stack = new AsyncDisposableStack()
  #closing: Promise<void> | undefined

  private constructor(deps: ShopDeps, files: PictureFiles) {
    const { config, now, log } = deps
    const changes = new Changes(deps.database.$extendTables<ShopTables>(), deps.bus, now)
    this.changes = changes
    this.#log = log
    const clock = new StoreClock(config.shop.timeZone)
    this.stores = new Stores(changes, clock)
    const side = new CatalogSide({ changes, config, files, reencodePicture: deps.reencodePicture, log })
    this.catalog = side.catalog
    this.pictures = side.pictures
    this.#indexer = side.indexer
    this.stock = new Stock(changes)
    this.levels = new Levels(changes, config.shop.lowStock)
    this.ledger = new Ledger(changes)
    const tokens = new AccessTokens(deps.secret)
    this.orders = new Orders({ changes, rules: config.shop, clock, tokens })
    this.dueOrders = new DueOrders(changes, log)
    this.uncollected = new Uncollected(changes, config.shop.pickupDays)
    this.returns = new Returns(changes, clock)
    this.figures = new Figures(changes, clock)
    const methods = deps.paymentMethods ?? []
    this.payments = new Payments({ changes, methods, clock, log })
    this.audit = new Audit(changes)
    this.routes = [
      ...auditRoutes(this),
      ...storesRoutes(this),
      ...side.routes,
      ...stockRoutes(this),
      ...levelsRoutes(this),
      ...documentsRoutes({
        receipts: new Receipts(changes, clock),
        transfers: new Transfers(changes, clock),
        counts: new Counts(changes, clock),
      }),
      ...ordersRoutes({
        orders: this.orders,
        exported: new ExportedOrders(changes, clock),
        maxQuantity: config.shop.maxQuantity,
        ordersPerMinute: config.limits.ordersPerMinute,
        remoteMethods: methods.map(({ method }) => method),
      }),
      ...noticesRoutes({ notices: new Notices(changes) }),
      ...orderStepsRoutes(this),
      ...returnsRoutes({
        returns: this.returns,
        isBuyer: this.orders.isBuyer.bind(this.orders),
        perMinute: config.limits.ordersPerMinute,
      }),
      ...figuresRoutes(this),
      ...pickupsRoutes({ orders: this.orders, pickupsPerMinute: config.limits.pickupsPerMinute }),
      ...tillRoutes({
        shifts: new Shifts(changes, config.shop.currency),
        goods: new Goods(changes, this.catalog),
      }),
      ...salesRoutes({
        sales: new Sales({ changes, clock, tokens, maxQuantity: config.shop.maxQuantity }),
        maxQuantity: config.shop.maxQuantity,
      }),
    ]
  }

  /** Ends the holds that ran out while the server was down, and keeps watch over the others. */
  static async start(deps: ShopDeps): Promise<Shop> {
    const files = await PictureFiles.open(deps.picturesFolder, deps.log)
    const shop = new Shop(deps, files)
    await shop.#cleanUp(files, deps)
    shop.#watchHolds(deps)
    shop.#indexer.wake()
    return shop
  }

  /** Resolves when products are found by all that was changed. */
  async indexed(): Promise<void> {
    await this.#indexer.idle()
  }

  /** Resolves when nothing of the shop runs any more. The database stays open. */
  async close(): Promise<void> {
    this.#closing ??= this.#stack.disposeAsync()
    await this.#closing
  }

  #watchHolds({ bus, now, log }: ShopDeps): void {
    const timer = new DueTimer({ what: 'holds', work: () => this.dueOrders.expire(), now, log })
    this.#stack.defer(() => timer.close())
    this.#stack.defer(
      bus.on('order.placed', ({ holdExpiresAt }) => {
        if (holdExpiresAt !== null) timer.wakeBy(holdExpiresAt)
      }),
    )
    timer.wake()
    const closing = new DueTimer({ what: 'orders to close', work: () => this.dueOrders.close(), now, log })
    this.#stack.defer(() => closing.close())
    for (const fact of ['order.collected', 'order.delivered', 'order.returned', 'return.ended'] as const) {
      this.#stack.defer(bus.on(fact, () => closing.wake()))
    }
    closing.wake()
    const figures = new DueTimer({ what: 'days to keep', work: () => this.figures.keepOne(), now, log })
    this.#stack.defer(() => figures.close())
    figures.wake()
    const waiting = new DueTimer({
      ...{ what: 'goods that nobody collects', work: () => this.uncollected.tellDue(), now, log },
    })
    this.#stack.defer(() => waiting.close())
    for (const fact of ['order.paid', 'order.ready'] as const) {
      this.#stack.defer(bus.on(fact, () => waiting.wake()))
    }
    waiting.wake()
    this.#watchPayments({ bus, now, log })
  }

  #watchPayments({ bus, now, log }: Pick<ShopDeps, 'bus' | 'now' | 'log'>): void {
    const refunds = new DueTimer({ what: 'refunds', work: () => this.payments.refundDue(), now, log })
    this.#stack.defer(() => refunds.close())
    this.#stack.defer(() => this.payments.close())
    this.#stack.defer(bus.on('refund.due', () => refunds.wake()))
    refunds.wake()
    const pending = new DueTimer({
      ...{ what: 'payments', work: () => this.payments.askAfterPending(), now, log },
    })
    this.#stack.defer(() => pending.close())
    pending.wake()
  }

  async #cleanUp(files: PictureFiles, { now }: ShopDeps): Promise<void> {
    const { pictures } = this.changes.records
    await files.sweep(async file => (await pictures.file(file)) !== undefined, now())
    this.#stack.defer(() => this.#indexer.close())
    let purging = this.#purgeKeys()
    await purging
    const timer = setInterval(() => {
      purging = this.#purgeKeys()
    }, purgeEveryMs)
    this.#stack.defer(async () => {
      clearInterval(timer)
      await purging
    })
  }

  async #purgeKeys(): Promise<void> {
    try {
      await this.changes.make(({ keys }) => keys.purge(this.changes.now() - keptDays * day))
    } catch (error) {
      this.#log.error({ err: error }, 'old idempotency keys could not be forgotten')
    }
  }
}
