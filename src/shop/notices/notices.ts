import { requireStore } from '../../access.ts'
import { NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { NoticeView } from '../../wire.ts'
import { staffId } from '../actors.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { NoticeRow } from './notices-store.ts'

export type NewNotice = {
  readonly kind: string
  readonly orderId: string | null
  readonly storeId: string | null
  /** For the words on the page; amounts in minor units, no secrets. */
  readonly data: Readonly<Record<string, unknown>>
  /** Epoch milliseconds. */
  readonly now: number
}

/** Tells the merchant, in the transaction of what is told. */
export async function writeNotice(records: Records, announce: Announce, notice: NewNotice): Promise<void> {
  const id = newId(notice.now)
  await records.notices.insert({
    id,
    kind: notice.kind,
    order_id: notice.orderId,
    store_id: notice.storeId,
    data: JSON.stringify(notice.data),
    at: notice.now,
    seen_at: null,
    seen_by: null,
  })
  announce('notice.written', { noticeId: id })
}

/** What the merchant must hear of. */
export class Notices {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Newest first; who works in one store hears of it alone, and of what belongs to none. */
  async list(actor: Actor, { seen }: { readonly seen: boolean }, slice: Slice): Promise<Page<NoticeView>> {
    const { records } = this.#changes
    const storeId = actor.kind === 'staff' ? actor.storeId : null
    const { items, next } = pageOf(await records.notices.list({ seen, storeId }, slice), slice.limit)
    const orders = await records.orders.findAll([...new Set(items.flatMap(({ order_id }) => order_id ?? []))])
    const numberOf = (row: NoticeRow) => orders.find(({ id }) => id === row.order_id)?.number ?? null
    return { items: items.map(row => noticeView(row, numberOf(row))), next }
  }

  async seen(id: string, actor: Actor): Promise<void> {
    await this.#changes.make(async records => {
      const notice = await records.notices.find(id)
      if (notice === undefined) throw new NotFoundError('The notice')
      if (notice.store_id !== null) requireStore(actor, notice.store_id)
      await records.notices.markSeen(id, { at: this.#changes.now(), staffId: staffId(actor) })
    })
  }
}

function noticeView(row: NoticeRow, orderNumber: string | null): NoticeView {
  return {
    id: row.id,
    kind: row.kind,
    orderId: row.order_id,
    orderNumber,
    storeId: row.store_id,
    data: JSON.parse(row.data),
    at: isoTime(row.at),
    seenAt: row.seen_at === null ? null : isoTime(row.seen_at),
  }
}
