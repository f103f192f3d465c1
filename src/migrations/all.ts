import type { Migration } from 'kysely/migration'
import { shop } from './0001-shop.ts'
import { staff } from './0002-staff.ts'
import { rooms } from './0003-rooms.ts'
import { shows } from './0004-shows.ts'
import { timelines } from './0005-timelines.ts'
import { people } from './0006-staff.ts'
import { catalog } from './0007-catalog.ts'
import { stores } from './0008-stores.ts'
import { stock } from './0009-stock.ts'
import { orders } from './0010-orders.ts'
import { figures } from './0013-figures.ts'
import { scale } from './0014-scale.ts'
import { lateFacts } from './0015-late-facts.ts'
import { levelIndexes } from './0016-level-indexes.ts'
import { dropped } from './0017-dropped.ts'
import { stockPapers } from './0018-stock-papers.ts'
import { lateCaptures } from './0019-late-captures.ts'
import { refundsSent } from './0020-refunds-sent.ts'
import { dueOrders } from './0021-due-orders.ts'

/** Every migration by its number; Kysely runs them in the order of their names, each once. */
export const migrations: Record<string, Migration> = {
  '0001-shop': shop,
  '0002-staff': staff,
  '0003-rooms': rooms,
  '0004-shows': shows,
  '0005-timelines': timelines,
  '0006-staff': people,
  '0007-catalog': catalog,
  '0008-stores': stores,
  '0009-stock': stock,
  '0010-orders': orders,
  '0013-figures': figures,
  '0014-scale': scale,
  '0015-late-facts': lateFacts,
  '0016-level-indexes': levelIndexes,
  '0017-dropped': dropped,
  '0018-stock-papers': stockPapers,
  '0019-late-captures': lateCaptures,
  '0020-refunds-sent': refundsSent,
  '0021-due-orders': dueOrders,
}
