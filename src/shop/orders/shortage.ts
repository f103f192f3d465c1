import { ConflictError } from '../../errors.ts'
import type { Records } from '../changes.ts'
import type { AllocationRow } from '../fulfilment/fulfilments-store.ts'
import type { Shortage } from '../fulfilment/route-delivery.ts'

type Named = {
  readonly variantId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
}

/** The refusal of a basket, naming each line that cannot be filled and what is left of it. */
export function outOfStock(lines: readonly Named[], short: readonly Shortage[]): ConflictError {
  return refusal('out-of-stock', lines, short)
}

/** Someone else paid first for goods that no one holds. */
export async function soldOut(records: Records, short: readonly AllocationRow[]): Promise<ConflictError> {
  const orderIds = [...new Set(short.map(({ order_id }) => order_id))]
  const lines = (await records.orders.lines(orderIds)).map(line => ({
    variantId: line.variant_id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
  }))
  const missing: Shortage[] = []
  for (const { store_id, variant_id, quantity } of short) {
    const level = await records.stock.level({ store_id, variant_id })
    const available = Math.max(0, (level?.on_hand ?? 0) - (level?.reserved ?? 0))
    missing.push({ variantId: variant_id, quantity, available })
  }
  return refusal('sold-out', lines, missing)
}

function refusal(type: string, lines: readonly Named[], short: readonly Shortage[]): ConflictError {
  const named = short.flatMap(({ variantId, quantity, available }) => {
    const line = lines.find(line => line.variantId === variantId)
    if (line === undefined) return []
    const { sku, title, variantTitle } = line
    return [{ variantId, sku, title, variantTitle, requested: quantity, available }]
  })
  const detail = named
    .map(({ title, variantTitle, requested, available }) => {
      const name = variantTitle === '' ? title : `${title} (${variantTitle})`
      return `${name}: ${requested} wanted, ${available === 0 ? 'none' : available} left`
    })
    .join('; ')
  return new ConflictError(type, `${detail}.`, { lines: named })
}
