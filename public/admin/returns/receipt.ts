import type { ReturnView } from '../../../src/wire.ts'
import { amountText, parseAmount } from '../../desk/amount.ts'

/** What somebody has typed about goods that came back. */
export type Receipt = {
  readonly storeId: string
  readonly shiftId: string
  /** By variant: how many can be sold again. */
  readonly restocked: Readonly<Record<string, number>>
  /** By tender: how much goes back, as typed. */
  readonly refunds: Readonly<Record<string, string>>
}

export function startReceipt(one: ReturnView, storeId: string): Receipt {
  return {
    storeId,
    shiftId: '',
    restocked: Object.fromEntries(one.lines.map(({ variantId, quantity }) => [variantId, quantity])),
    refunds: Object.fromEntries(
      one.refunds.map(({ tenderId, amount }) => [tenderId, amountText(amount.amount, amount.currency)]),
    ),
  }
}

/** Cash comes out of a till, when the goods are brought to a store. */
export function needsTill(one: ReturnView, receipt: Receipt): boolean {
  return (
    one.via === 'store' &&
    one.refunds.some(
      ({ method, tenderId }) =>
        (method === 'cash' || method === 'cash-on-delivery') &&
        (sharesOf(one, receipt)?.get(tenderId) ?? 0) > 0,
    )
  )
}

/** How much goes back by each tender, in minor units; null if one of them is no amount up to what was planned. */
export function sharesOf(one: ReturnView, { refunds }: Receipt): ReadonlyMap<string, number> | null {
  const shares = new Map<string, number>()
  for (const { tenderId, amount } of one.refunds) {
    const share = parseAmount(refunds[tenderId] ?? '', amount.currency)
    if (share === null || share > amount.amount) return null
    shares.set(tenderId, share)
  }
  return shares
}

/** What the API takes; null while something is not right. */
export function receiptBody(one: ReturnView, receipt: Receipt, shiftId: string | null): object | null {
  const shares = sharesOf(one, receipt)
  if (shares === null || receipt.storeId === '') return null
  return {
    storeId: receipt.storeId,
    ...(shiftId !== null && { shiftId }),
    lines: one.lines.map(({ variantId, quantity }) => {
      const restocked = Math.min(quantity, Math.max(0, receipt.restocked[variantId] ?? quantity))
      return { variantId, restocked, writtenOff: quantity - restocked }
    }),
    refunds: [...shares]
      .filter(([, amount]) => amount > 0)
      .map(([tenderId, amount]) => ({ tenderId, amount })),
  }
}
