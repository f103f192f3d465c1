import type { FigureRow } from '../../../src/wire.ts'

export type Sums = Pick<FigureRow, 'orders' | 'ordered' | 'taken' | 'refunded'>

/** In one currency: figures of two cannot be added up. */
export function sumOf(rows: readonly FigureRow[], currency: string): Sums {
  const sums = { orders: 0, ordered: 0, taken: 0, refunded: 0 }
  for (const row of rows) {
    if (row.currency !== currency) continue
    sums.orders += row.orders
    sums.ordered += row.ordered
    sums.taken += row.taken
    sums.refunded += row.refunded
  }
  return sums
}

/** What was taken, less what was given back. */
export function net({ taken, refunded }: Sums): number {
  return taken - refunded
}

/** The currencies of all rows, the shop's own first. */
export function currenciesOf(rows: readonly FigureRow[], own: string): string[] {
  return [...new Set([own, ...rows.map(row => row.currency).toSorted()])]
}

/** As people say it: +12 %, −3 %; null without something to compare with. */
export function changeText(now: number, before: number): string | null {
  if (before <= 0) return null
  const percent = Math.round(((now - before) / before) * 100)
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
}

/** The next round number that a scale can end at: 1, 2 or 5 times a power of ten. */
export function roundUp(amount: number): number {
  if (amount <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(amount))
  const step = [1, 2, 5, 10].find(step => step * power >= amount) ?? 10
  return step * power
}
