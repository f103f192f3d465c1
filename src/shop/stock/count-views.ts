import { isoTime } from '../../fields.ts'
import type { CountLineView, CountView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import type { CountLineRow } from './counts-store.ts'
import { headView } from './documents.ts'
import type { DocumentRow } from './documents-store.ts'
import { goodsIn, goodsOf } from './goods.ts'

/** How many that are still to count a view names. */
const uncountedShown = 500

export async function countView(records: Records, row: DocumentRow): Promise<CountView> {
  const { state } = row
  if (state !== 'open' && state !== 'posted' && state !== 'cancelled') {
    throw new Error(`the count ${row.id} is ${state}`)
  }
  const scope = row.scope ?? 'all'
  const uncounted =
    state === 'open' ? await records.counts.uncounted(row.id, row.store_id, scope, uncountedShown) : []
  const goods = await goodsOf(
    records,
    uncounted.map(({ variant_id }) => variant_id),
  )
  return {
    ...headView(row),
    ...{ state, scope, scopeName: row.scope_name },
    lines: await countLineViews(records, row, await records.counts.lines(row.id)),
    uncounted: uncounted.map(({ variant_id, on_hand }) => ({
      ...goodsIn(goods, variant_id),
      onHand: on_hand,
    })),
  }
}

export async function countLineViews(
  records: Records,
  row: DocumentRow,
  lines: readonly CountLineRow[],
): Promise<CountLineView[]> {
  const goods = await goodsOf(
    records,
    lines.map(({ variant_id }) => variant_id),
  )
  const short = row.state === 'open' ? await shortLines(records, row, lines) : new Map()
  return lines.map(line => ({
    ...goodsIn(goods, line.variant_id),
    ...{ counted: line.counted, expected: line.expected, difference: line.counted - line.expected },
    ...{ moved: line.moved, countedAt: isoTime(line.counted_at), outcome: line.outcome },
    short: short.get(line.variant_id) ?? null,
  }))
}

/** The lines whose difference would go below what is reserved now, and the orders that hold it. */
async function shortLines(
  records: Records,
  row: DocumentRow,
  lines: readonly CountLineRow[],
): Promise<Map<string, CountLineView['short']>> {
  const less = new Map(
    lines.flatMap(({ variant_id, counted, expected }) =>
      counted < expected ? [[variant_id, counted - expected] as const] : [],
    ),
  )
  const found = new Map<string, CountLineView['short']>()
  for (const level of await records.stock.levels([...less.keys()], row.store_id)) {
    const { variant_id, on_hand, reserved } = level
    if (on_hand + (less.get(variant_id) ?? 0) >= reserved) continue
    found.set(variant_id, { reserved, orders: await records.ledger.holding(level) })
  }
  return found
}
