import { ConflictError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Records } from '../changes.ts'
import type { ShiftRow } from './till-store.ts'

/**
 * The shift that money goes into or comes from, kept open until the transaction ends: whoever closes it counts this
 * money or comes first. Call it before anything else of the transaction is locked but the order.
 * @throws ConflictError `shift-closed`, naming the shift that is open on this till now.
 */
export async function requireOpenShift(
  records: Records,
  shiftId: string,
  storeId: string,
): Promise<ShiftRow> {
  const shift = await records.till.lock(shiftId)
  if (shift === undefined || shift.store_id !== storeId) throw new NotFoundError('The shift')
  if (shift.closed_at !== null) throw await shiftClosed(records, shift)
  return shift
}

/**
 * As `requireOpenShift`, but money that was taken while the shift was open and is told of later goes into the shift that
 * is open on the same till now: a closed shift's count stands, and the cash lies in that drawer.
 */
export async function shiftForLate(records: Records, shiftId: string, storeId: string): Promise<ShiftRow> {
  const shift = await records.till.lock(shiftId)
  if (shift === undefined || shift.store_id !== storeId) throw new NotFoundError('The shift')
  if (shift.closed_at === null) return shift
  const open = await records.till.findOpen(storeId, shift.till)
  if (open === undefined) throw await shiftClosed(records, shift)
  return requireOpenShift(records, open.id, storeId)
}

/**
 * The open shift that money is given back from, as `requireOpenShift` keeps it: cash leaves a till that somebody counts.
 * @param storeId whose till it must be; left out: any store's.
 * @throws ConflictError `shift-needed`
 */
export async function shiftToPayFrom(
  records: Records,
  shiftId: string | null,
  storeId?: string | null,
): Promise<ShiftRow> {
  const shift = shiftId === null ? undefined : await records.till.lock(shiftId)
  if (shift?.closed_at === null && (storeId === undefined || shift.store_id === storeId)) return shift
  throw shiftNeeded()
}

/** The money of a till is added up: it must be of one kind. @throws ConflictError `other-currency` */
export function requireCurrency(shift: Pick<ShiftRow, 'till' | 'currency'>, currency: string): void {
  if (shift.currency === currency) return
  throw new ConflictError(
    'other-currency',
    `${shift.till} counts ${shift.currency}; these goods are priced in ${currency}.`,
    { currency: shift.currency },
  )
}

/** Methods whose money lies in the till: what a carrier brought is cash too. */
export function isCash(method: string | undefined): boolean {
  return method === 'cash' || method === 'cash-on-delivery'
}

/** Cash that is taken or given in a store goes through a till that somebody counts. */
export function shiftNeeded(): ConflictError {
  const detail = 'Open a shift in this store first: cash goes into and out of a till that is counted.'
  return new ConflictError('shift-needed', detail)
}

async function shiftClosed(records: Records, shift: ShiftRow): Promise<ConflictError> {
  const at = shift.closed_at === null ? null : isoTime(shift.closed_at)
  const open = await records.till.findOpen(shift.store_id, shift.till)
  const next = open === undefined ? 'Open a new one.' : 'A new one is open.'
  return new ConflictError('shift-closed', `The shift at ${shift.till} was closed at ${at}. ${next}`, {
    till: shift.till,
    closedAt: at,
    openShiftId: open?.id ?? null,
  })
}
