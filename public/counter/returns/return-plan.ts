import type { Money, OrderLineView, OrderView } from '../../../src/wire.ts'

/** How many of each variant come back, and whether they can be sold again. */
export type Chosen = {
  readonly variantId: string
  readonly quantity: number
  readonly condition: 'restock' | 'write-off'
}

/** The answer to a preview, as far as the till shows it. */
export type ReturnPreview = {
  readonly amount: Money
  readonly refunds: readonly {
    readonly tenderId: string
    readonly method: OrderView['tenders'][number]['method']
    readonly amount: Money
  }[]
}

/** Units of a line that may still come back. */
export function returnableUnits(line: OrderLineView): number {
  return line.returnException === null ? line.quantity - line.returned : 0
}

export function chosenUnits(chosen: readonly Chosen[], variantId: string): number {
  return chosen.find(each => each.variantId === variantId)?.quantity ?? 0
}

/** With another number of one variant; 0 takes it out. */
export function choose(chosen: readonly Chosen[], line: OrderLineView, quantity: number): readonly Chosen[] {
  const wanted = Math.max(0, Math.min(quantity, returnableUnits(line)))
  const before = chosen.find(({ variantId }) => variantId === line.variantId)
  const rest = chosen.filter(({ variantId }) => variantId !== line.variantId)
  if (wanted === 0) return rest
  return [...rest, { variantId: line.variantId, quantity: wanted, condition: before?.condition ?? 'restock' }]
}

export function received(chosen: readonly Chosen[]) {
  return chosen.map(({ variantId, quantity, condition }) => ({
    variantId,
    restocked: condition === 'restock' ? quantity : 0,
    writtenOff: condition === 'write-off' ? quantity : 0,
  }))
}
