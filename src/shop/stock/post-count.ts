import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import type { CountLineRow } from './counts-store.ts'
import type { CountPosting } from './document-fields.ts'
import type { DocumentRow } from './documents-store.ts'
import { goodsOf } from './goods.ts'
import { belowReserved, type Move, moveGoods, type Shortfall } from './move-goods.ts'

/**
 * Books the differences of a count that has just been closed. What would go below what is reserved is never clamped, since
 * the ledger would then say something else than the level (vendure #3508): it is refused, or left and marked.
 * @throws ConflictError `below-reserved`, naming each line and the orders that hold its goods.
 */
export async function postCount(
  records: Records,
  announce: Announce,
  row: DocumentRow,
  posting: CountPosting,
  { at, by }: { readonly at: number; readonly by: Author | null },
): Promise<void> {
  if (posting.uncounted === 'zero') await records.counts.addLines(await goneLines(records, row, at))
  const lines = await records.counts.lines(row.id)
  const moves = lines
    .filter(({ counted, expected }) => counted !== expected)
    .map((line): Move => {
      const units = line.counted - line.expected
      return { storeId: row.store_id, variantId: line.variant_id, units, kind: 'count', reason: 'count' }
    })
  const document = { kind: 'count', id: row.id } as const
  const shortfalls = await moveGoods(records, announce, moves, { at, by, document })
  if (shortfalls.length > 0 && posting.short === 'refuse') throw await refusal(records, row, shortfalls)
  await records.counts.settle(
    row.id,
    shortfalls.map(({ move }) => move.variantId),
  )
}

/** What nobody counted, counted as none. */
async function goneLines(records: Records, row: DocumentRow, at: number): Promise<CountLineRow[]> {
  const uncounted = await records.counts.uncounted(row.id, row.store_id, row.scope ?? 'all', null)
  return uncounted.map(({ variant_id, on_hand }) => ({
    ...{
      document_id: row.id,
      variant_id,
      counted: 0,
      expected: on_hand,
      moved: 0,
      counted_at: at,
      outcome: null,
    },
  }))
}

async function refusal(records: Records, row: DocumentRow, shortfalls: readonly Shortfall[]): Promise<Error> {
  const goods = await goodsOf(
    records,
    shortfalls.map(({ move }) => move.variantId),
  )
  const orders = []
  for (const { move } of shortfalls) {
    const holding = await records.ledger.holding({ store_id: move.storeId, variant_id: move.variantId })
    orders.push({ variantId: move.variantId, orders: holding })
  }
  return belowReserved(shortfalls, goods, { number: row.number, holding: orders })
}
