import { NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { NoticeView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes } from '../changes.ts'
import type { NumberedNotice } from './notices-store.ts'

/** What the merchant must hear of: money or goods that the shop could not settle by itself. */
export class Notices {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** @param open only those that nobody has seen. */
  async list(open: boolean, slice: Slice, actor: Actor): Promise<Page<NoticeView>> {
    const rows = await this.#changes.records.notices.list({ open, storeId: ownStore(actor) }, slice)
    const { items, next } = pageOf(rows, slice.limit)
    return { items: items.map(view), next }
  }

  /** Seeing it again changes nothing. */
  async see(id: string, author: Author, actor: Actor): Promise<NoticeView> {
    const { now } = this.#changes
    return this.#changes.make(async records => {
      const storeId = ownStore(actor)
      const before = await records.notices.find(id)
      // Who works in one store does not learn what there is in another.
      if (before === undefined || (storeId !== null && before.store_id !== storeId)) {
        throw new NotFoundError('The notice')
      }
      await records.notices.see(id, author.id, now())
      return view((await records.notices.find(id)) ?? before)
    })
  }
}

function ownStore(actor: Actor): string | null {
  return actor.kind === 'staff' ? actor.storeId : null
}

function view(row: NumberedNotice): NoticeView {
  return {
    id: row.id,
    kind: row.kind,
    orderId: row.order_id,
    orderNumber: row.order_number,
    storeId: row.store_id,
    data: JSON.parse(row.data),
    at: isoTime(row.at),
    seenAt: row.seen_at === null ? null : isoTime(row.seen_at),
  }
}
