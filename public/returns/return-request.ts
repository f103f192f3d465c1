import type { OrderView } from '../../src/wire.ts'
import { returnable } from '../order/order-facts.ts'

export type ReturnKind = 'return' | 'withdrawal'
export type ReturnVia = 'store' | 'post'
export type ReturnLine = { readonly variantId: string; readonly quantity: number }

/** As `POST /api/v1/orders/:id/returns` takes it. */
export type ReturnRequest = {
  readonly kind: ReturnKind
  readonly via: ReturnVia
  readonly storeId?: string
  readonly reason: string
  readonly lines: readonly ReturnLine[]
}

/** Units by variant, as far as they may come back; 0 takes a line out. */
export type Choice = ReadonlyMap<string, number>

/** To begin with: all of it where a contract is withdrawn from or there is one thing only, else nothing. */
export function firstChoice(order: OrderView, kind: ReturnKind, now: number): Choice {
  const possible = order.lines.map(line => [line.variantId, returnable(line, now).left] as const)
  const lines = possible.filter(([, left]) => left > 0)
  return new Map(lines.map(([id, left]) => [id, kind === 'withdrawal' || lines.length === 1 ? left : 0]))
}

export function withUnits(choice: Choice, variantId: string, units: number): Choice {
  return new Map(choice).set(variantId, Math.max(0, units))
}

export function linesOf(choice: Choice): readonly ReturnLine[] {
  return [...choice].flatMap(([variantId, quantity]) => (quantity > 0 ? [{ variantId, quantity }] : []))
}
