import { ConflictError } from '../../errors.ts'
import type { StockChange } from '../../events.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { Goods } from './goods.ts'
import type { LevelRow, MovementRow } from './stock-store.ts'

/** One change of what a store has, and what the ledger says of it. */
export type Move = {
  readonly storeId: string
  readonly variantId: string
  /** Units that come, or with a minus go. */
  readonly units: number
  readonly kind: MovementRow['kind']
  readonly reason?: string | null
  readonly note?: string | null
}

export type Occasion = {
  readonly at: number
  readonly by: Author | null
  readonly document: { readonly kind: 'receipt' | 'transfer' | 'count'; readonly id: string } | null
}

/** A move that would have taken what is reserved, or more than there is. */
export type Shortfall = { readonly move: Move; readonly onHand: number; readonly reserved: number }

/**
 * Changes levels and writes the ledger, in the caller's transaction. Levels change in the order of their ids, so that two
 * documents never wait for each other in a ring. What cannot be taken is left, and is returned: who then goes on has moved
 * the rest, who throws has moved nothing.
 */
export async function moveGoods(
  records: Records,
  announce: Announce,
  moves: readonly Move[],
  { at, by, document }: Occasion,
): Promise<readonly Shortfall[]> {
  const ordered = moves.toSorted((a, b) => compare(a.storeId, b.storeId) || compare(a.variantId, b.variantId))
  const place = (move: Move) => ({ store_id: move.storeId, variant_id: move.variantId })
  await records.stock.openAll(ordered.map(place))
  const shortfalls: Shortfall[] = []
  const made: Move[] = []
  const levels = new Map<string, LevelRow>()
  for (const move of ordered) {
    const level = await records.stock.change(place(move), { on_hand: move.units, reserved: 0 })
    if (level === undefined) {
      const { on_hand: onHand = 0, reserved = 0 } = (await records.stock.level(place(move))) ?? {}
      shortfalls.push({ move, onHand, reserved })
      continue
    }
    made.push(move)
    levels.set(`${move.storeId} ${move.variantId}`, level)
  }
  await records.stock.record(
    made.map(move => ({
      ...place(move),
      id: newId(at),
      kind: move.kind,
      on_hand: move.units,
      reserved: 0,
      reason: move.reason ?? null,
      note: move.note ?? null,
      order_id: null,
      document_kind: document?.kind ?? null,
      document_id: document?.id ?? null,
      staff_id: by?.id ?? null,
      at,
    })),
  )
  const changes = await stockChanges(records, [...levels.values()])
  if (changes.length > 0) announce('stock.changed', { levels: changes })
  return shortfalls
}

async function stockChanges(records: Records, levels: readonly LevelRow[]): Promise<StockChange[]> {
  const variants = await records.catalog.variants([...new Set(levels.map(level => level.variant_id))])
  const products = new Map(variants.map(variant => [variant.id, variant.product_id]))
  return levels.map(level => ({
    storeId: level.store_id,
    variantId: level.variant_id,
    productId: products.get(level.variant_id) ?? '',
    onHand: level.on_hand,
    reserved: level.reserved,
  }))
}

/** The refusal of a document that would take more than can be taken. */
export function belowReserved(
  shortfalls: readonly Shortfall[],
  goods: ReadonlyMap<string, Goods>,
  details: Readonly<Record<string, unknown>> = {},
): ConflictError {
  const lines = shortfalls.map(({ move, onHand, reserved }) => ({
    ...(goods.get(move.variantId) ?? { variantId: move.variantId }),
    ...{ storeId: move.storeId, change: move.units, onHand, reserved, available: onHand - reserved },
  }))
  const named = lines.map(line => {
    const name =
      'title' in line ? [line.title, line.variantTitle].filter(Boolean).join(' · ') : line.variantId
    return `${name}: ${line.onHand} on hand, of which ${line.reserved} are reserved`
  })
  return new ConflictError('below-reserved', `${named.join('; ')}.`, { lines, ...details })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
