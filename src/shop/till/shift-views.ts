import { isoTime } from '../../fields.ts'
import type { ShiftView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import { storeView } from '../stores/store-views.ts'
import { isCash } from './open-shift.ts'
import type { CashMovementRow, ShiftRow, Taking } from './till-store.ts'

/** Cash that should lie in the till; minor units. */
export function cashOf(
  shift: Pick<ShiftRow, 'opening_cash'>,
  takings: readonly Taking[],
  movements: readonly Pick<CashMovementRow, 'amount'>[],
): number {
  const cash = takings
    .filter(({ method }) => isCash(method))
    .reduce((sum, { taken, refunded }) => sum + taken - refunded, 0)
  const moved = movements.reduce((sum, { amount }) => sum + Number(amount), 0)
  return Number(shift.opening_cash) + cash + moved
}

export async function shiftView(records: Records, shift: ShiftRow): Promise<ShiftView> {
  const store = await records.stores.find(shift.store_id)
  if (store === undefined) throw new Error(`shift ${shift.id} has no store`)
  const takings = await records.till.takings(shift.id)
  const movements = await records.till.movements(shift.id)
  const sales = await records.till.sales(shift)
  const { currency } = shift
  const money = (amount: number) => ({ amount: Number(amount), currency })
  const expected = shift.expected_cash ?? cashOf(shift, takings, movements)
  const counted = shift.counted_cash
  return {
    id: shift.id,
    store: storeView(store),
    till: shift.till,
    openedAt: isoTime(Number(shift.opened_at)),
    openedBy: shift.opened_by,
    openingCash: money(shift.opening_cash),
    closedAt: shift.closed_at === null ? null : isoTime(Number(shift.closed_at)),
    closedBy: shift.closed_by,
    expectedCash: money(expected),
    countedCash: counted === null ? null : money(counted),
    difference: counted === null ? null : money(Number(counted) - Number(expected)),
    sales: sales.count,
    lateSales: sales.late,
    byMethod: takings.map(({ method, taken, refunded }) => ({
      method,
      taken: money(taken),
      refunded: money(refunded),
    })),
    movements: movements.map(({ id, amount, reason, at }) => ({
      id,
      amount: money(amount),
      reason,
      at: isoTime(Number(at)),
    })),
    note: shift.note,
  }
}
