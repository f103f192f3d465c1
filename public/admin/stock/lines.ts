import type { Goods } from '../../../src/wire.ts'

/** A line while it is entered. */
export type Line = {
  readonly goods: Goods
  readonly quantity: number
  /** Of a receipt: by the supplier's note. */
  readonly expected?: number | null
}

/** One more of it; what is scanned last stands first. */
export function scanned(lines: readonly Line[], goods: Goods): readonly Line[] {
  const known = lines.find(line => line.goods.variantId === goods.variantId)
  const rest = lines.filter(line => line !== known)
  return [{ ...known, goods, quantity: (known?.quantity ?? 0) + 1 }, ...rest]
}

export function withQuantity(lines: readonly Line[], variantId: string, quantity: number): readonly Line[] {
  return lines.map(line => (line.goods.variantId === variantId ? { ...line, quantity } : line))
}

/** One more of it on the supplier's note. */
export function noted(lines: readonly Line[], goods: Goods): readonly Line[] {
  const known = lines.find(line => line.goods.variantId === goods.variantId)
  const rest = lines.filter(line => line !== known)
  return [{ quantity: 0, ...known, goods, expected: (known?.expected ?? 0) + 1 }, ...rest]
}

export function withExpected(
  lines: readonly Line[],
  variantId: string,
  expected: number | null,
): readonly Line[] {
  return lines.map(line => (line.goods.variantId === variantId ? { ...line, expected } : line))
}

/** A whole number from 0; null for anything else. */
export function readUnits(text: string): number | null {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null
}
