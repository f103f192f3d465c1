import type { Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { lineShare } from '../payments/line-share.ts'

/** What these parts of an order cost, which are not handed over yet; minor units. Whatever is left is for the others. */
export async function worthOfParts(
  records: Records,
  orderId: string,
  parts: readonly Pick<FulfilmentRow, 'id'>[],
): Promise<number> {
  if (parts.length === 0) return 0
  const gone = await records.returns.received(orderId)
  const units = new Map<string, number>()
  for (const { fulfilment_id, variant_id, quantity } of await records.fulfilments.allocations([orderId])) {
    if (parts.some(({ id }) => id === fulfilment_id)) {
      units.set(variant_id, (units.get(variant_id) ?? 0) + quantity)
    }
  }
  const lines = await records.orders.lines([orderId])
  return lines.reduce((sum, line) => {
    const { variant_id } = line
    return sum + lineShare(line, gone.get(variant_id) ?? 0, units.get(variant_id) ?? 0)
  }, 0)
}
