import type { OrderLineView, ReturnView } from '../../../src/wire.ts'

/** How many of each variant come back, and whether they can be sold again. */
export type Chosen = {
  readonly variantId: string
  readonly quantity: number
  readonly condition: 'restock' | 'write-off'
}

/** Units of a line that have not come back yet; an assistant may take one that a buyer could not insist on. */
export function returnableUnits(line: OrderLineView): number {
  return line.quantity - line.returned
}

/** What a buyer has asked to give back, as it would be received when all of it is good. */
export function chosenBy(request: ReturnView): readonly Chosen[] {
  return request.lines.map(({ variantId, quantity }) => ({ variantId, quantity, condition: 'restock' }))
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
