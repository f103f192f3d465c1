import { isBusy, isGivenUp, isLostRace } from '../database.ts'
import { AppError } from '../errors.ts'
import type { Bus, Events, Fact } from '../events.ts'
import { AuditStore } from './audit/audit-store.ts'
import { CatalogStore } from './catalog/catalog-store.ts'
import { CategoriesStore } from './catalog/categories-store.ts'
import { ImportStore } from './catalog/files/import-store.ts'
import { PicturesStore } from './catalog/pictures-store.ts'
import { PricesStore } from './catalog/prices-store.ts'
import { SearchIndexStore } from './catalog/search-index-store.ts'
import { SearchStore } from './catalog/search-store.ts'
import { FiguresStore } from './figures/figures-store.ts'
import { FulfilmentsStore } from './fulfilment/fulfilments-store.ts'
import { KeysStore } from './idempotency/keys-store.ts'
import { NoticesStore } from './notices/notices-store.ts'
import { OrderListStore } from './orders/order-list-store.ts'
import { OrdersStore } from './orders/orders-store.ts'
import { TodoStore } from './orders/todo-store.ts'
import { PaymentsStore } from './payments/payments-store.ts'
import { ReturnsStore } from './returns/returns-store.ts'
import { ApiTokensStore } from './staff/api-tokens-store.ts'
import { InvitationsStore } from './staff/invitations-store.ts'
import { SessionsStore } from './staff/sessions-store.ts'
import { StaffStore } from './staff/staff-store.ts'
import { CountsStore } from './stock/counts-store.ts'
import { DocumentsStore } from './stock/documents-store.ts'
import { LedgerStore } from './stock/ledger-store.ts'
import { LevelsStore } from './stock/levels-store.ts'
import { ReceiptsStore } from './stock/receipts-store.ts'
import { StockStore } from './stock/stock-store.ts'
import { TransfersStore } from './stock/transfers-store.ts'
import { StoresStore } from './stores/stores-store.ts'
import type { ShopDb } from './tables.ts'
import { TillStore } from './till/till-store.ts'

/** Every record of the shop, read and written through one connection or one transaction. */
export class Records {
  readonly stores: StoresStore
  readonly catalog: CatalogStore
  readonly categories: CategoriesStore
  readonly pictures: PicturesStore
  readonly prices: PricesStore
  readonly search: SearchStore
  readonly searchIndex: SearchIndexStore
  readonly imports: ImportStore
  readonly stock: StockStore
  readonly ledger: LedgerStore
  readonly levels: LevelsStore
  readonly documents: DocumentsStore
  readonly receipts: ReceiptsStore
  readonly transfers: TransfersStore
  readonly counts: CountsStore
  readonly orders: OrdersStore
  readonly orderList: OrderListStore
  readonly todo: TodoStore
  readonly fulfilments: FulfilmentsStore
  readonly payments: PaymentsStore
  readonly returns: ReturnsStore
  readonly notices: NoticesStore
  readonly keys: KeysStore
  readonly figures: FiguresStore
  readonly audit: AuditStore
  readonly staff: StaffStore
  readonly sessions: SessionsStore
  readonly invitations: InvitationsStore
  readonly apiTokens: ApiTokensStore
  readonly till: TillStore

  constructor(db: ShopDb) {
    this.stores = new StoresStore(db)
    this.catalog = new CatalogStore(db)
    this.categories = new CategoriesStore(db)
    this.pictures = new PicturesStore(db)
    this.prices = new PricesStore(db)
    this.search = new SearchStore(db)
    this.searchIndex = new SearchIndexStore(db)
    this.imports = new ImportStore(db)
    this.stock = new StockStore(db)
    this.ledger = new LedgerStore(db)
    this.levels = new LevelsStore(db)
    this.documents = new DocumentsStore(db)
    this.receipts = new ReceiptsStore(db)
    this.transfers = new TransfersStore(db)
    this.counts = new CountsStore(db)
    this.orders = new OrdersStore(db)
    this.orderList = new OrderListStore(db)
    this.todo = new TodoStore(db)
    this.fulfilments = new FulfilmentsStore(db)
    this.payments = new PaymentsStore(db)
    this.returns = new ReturnsStore(db)
    this.notices = new NoticesStore(db)
    this.keys = new KeysStore(db)
    this.figures = new FiguresStore(db)
    this.audit = new AuditStore(db)
    this.staff = new StaffStore(db)
    this.sessions = new SessionsStore(db)
    this.invitations = new InvitationsStore(db)
    this.apiTokens = new ApiTokensStore(db)
    this.till = new TillStore(db)
  }
}

/** More came at once than can be done in time. Nothing was changed. */
export class BusyError extends AppError {
  override readonly name = 'BusyError'
  constructor(options: ErrorOptions) {
    const detail = 'Too many are buying at this moment; nothing was done. Try again, with the same key.'
    super(503, 'busy', detail, { retryAfter: 2 }, options)
  }
}

/** Says a fact: it is published once the change is committed, and never if it is not. */
export type Announce = <Name extends keyof Events>(name: Name, fact: Events[Name]) => void

/** Of transactions that stand in one another's way one always gets through, so this suffices for a crowd. */
const attempts = 8

/** Who lost a race for a name finds it taken when the work is run once more, and says so. */
const attemptsAfterRace = 2

/** The one way in which the shop's records change: a transaction, and after its commit the news of it. */
export class Changes {
  /** For reading outside a change. */
  readonly records: Records
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly #db: ShopDb
  readonly #bus: Bus

  constructor(db: ShopDb, bus: Bus, now: () => number) {
    this.records = new Records(db)
    this.now = now
    this.#db = db
    this.#bus = bus
  }

  /**
   * Runs `work` in one transaction; what it throws undoes all of it. `work` must wait for nothing but the
   * records that it is given: no file, no network, and no other connection. PostgreSQL may give a transaction up in
   * favour of another, or another may take a name between this one's look and its writing: then `work` runs anew, so
   * it must change nothing outside.
   */
  async make<Result>(work: (records: Records, announce: Announce) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work)
      } catch (error) {
        if (isBusy(error)) throw new BusyError({ cause: error })
        const again = isGivenUp(error) ? attempts : isLostRace(error) ? attemptsAfterRace : 1
        if (attempt >= again) throw error
      }
    }
  }

  async #attempt<Result>(work: (records: Records, announce: Announce) => Promise<Result>): Promise<Result> {
    const news: Fact[] = []
    const announce: Announce = (name, fact) => news.push({ name, fact } as Fact)
    const result = await this.#db.transaction().execute(async tx => {
      const done = await work(new Records(tx), announce)
      await this.#bus.carry(tx, news)
      return done
    })
    for (const { name, fact } of news) this.#bus.hear(name, fact)
    return result
  }
}
