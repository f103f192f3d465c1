import type { Selectable } from 'kysely'
import type { Db } from '../database.ts'
import type { AuditTables } from './audit/tables.ts'
import type { CatalogTables } from './catalog/tables.ts'
import type { FiguresTables } from './figures/tables.ts'
import type { FulfilmentTables } from './fulfilment/tables.ts'
import type { IdempotencyTables } from './idempotency/tables.ts'
import type { NoticesTables } from './notices/tables.ts'
import type { OrdersTables } from './orders/tables.ts'
import type { PaymentsTables } from './payments/tables.ts'
import type { ReturnsTables } from './returns/tables.ts'
import type { StaffTables } from './staff/tables.ts'
import type { StockTables } from './stock/tables.ts'
import type { StoresTables } from './stores/tables.ts'
import type { TillTables } from './till/tables.ts'

/** The shop's tables as Kysely sees them. Times are epoch milliseconds; money is minor units. */
export type ShopTables = AuditTables &
  CatalogTables &
  FiguresTables &
  FulfilmentTables &
  IdempotencyTables &
  NoticesTables &
  OrdersTables &
  PaymentsTables &
  ReturnsTables &
  StaffTables &
  StockTables &
  StoresTables &
  TillTables

export type ShopDb = Db<ShopTables>
export type Row<Table extends keyof ShopTables> = Selectable<ShopTables[Table]>
