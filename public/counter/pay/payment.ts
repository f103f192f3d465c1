import { currencyDigits } from '../../shared/money.ts'

export const payMethods = ['cash', 'card', 'wechat-pay', 'alipay', 'other'] as const
export type PayMethod = (typeof payMethods)[number]

/** One tender as the server takes it; minor units. `tendered`: what was handed over in cash. */
export type Payment = {
  readonly method: PayMethod
  readonly amount: number
  readonly tendered?: number
}

export function restOf(total: number, payments: readonly Payment[]): number {
  return total - payments.reduce((sum, { amount }) => sum + amount, 0)
}

export function changeOf(payments: readonly Payment[]): number {
  return payments.reduce((sum, { amount, tendered }) => sum + (tendered ?? amount) - amount, 0)
}

export type PaymentFault = 'nothing' | 'more-than-due' | 'too-much-cash'

/** More cash than this over what is due is a slip of the finger, or a barcode scanned into the amount. */
const mostChangeMajor = 10_000

/** The tender that `given` makes of what is still due, or why it makes none. */
export function paymentOf(
  method: PayMethod,
  given: number,
  rest: number,
  currency: string,
): Payment | PaymentFault {
  if (given <= 0 || rest <= 0) return 'nothing'
  if (method !== 'cash') return given > rest ? 'more-than-due' : { method, amount: given }
  if (given - rest > mostChangeMajor * 10 ** currencyDigits(currency)) return 'too-much-cash'
  return { method, amount: Math.min(given, rest), tendered: given }
}

/** Notes that people hand over, in major units, by currency; else steps of 1, 2 and 5. */
const notes: Readonly<Record<string, readonly number[]>> = {
  CNY: [5, 10, 20, 50, 100],
  EUR: [5, 10, 20, 50, 100],
  USD: [1, 5, 10, 20, 50, 100],
  JPY: [1000, 5000, 10000],
}

/** Up to four amounts that are likely to be handed over: what is due, and the next sums of one kind of note. */
export function likelyCash(rest: number, currency: string): readonly number[] {
  const unit = 10 ** currencyDigits(currency)
  const steps = (notes[currency] ?? [1, 2, 5, 10, 20, 50, 100]).map(note => note * unit)
  const sums = steps.map(step => Math.ceil(rest / step) * step).filter(sum => sum > rest)
  return [rest, ...[...new Set(sums)].sort((a, b) => a - b).slice(0, 3)]
}

/** What a till is counted by, largest first; minor units. */
export function denominations(currency: string): readonly number[] {
  const unit = 10 ** currencyDigits(currency)
  const known: Readonly<Record<string, readonly number[]>> = {
    CNY: [100, 50, 20, 10, 5, 1, 0.5, 0.1],
    EUR: [200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
    USD: [100, 50, 20, 10, 5, 1, 0.25, 0.1, 0.05, 0.01],
    JPY: [10000, 5000, 1000, 500, 100, 50, 10, 5, 1],
  }
  return (known[currency] ?? [100, 50, 20, 10, 5, 2, 1, 0.5, 0.1]).map(value => Math.round(value * unit))
}
