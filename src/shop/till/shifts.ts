import { ConflictError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { ShiftView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { type Kept, onceIfKeyed } from '../idempotency/once.ts'
import { newId } from '../ids.ts'
import { requireOpenShift } from './open-shift.ts'
import { cashOf, shiftView } from './shift-views.ts'
import type { CashMovement, NewShift, ShiftEnd } from './till-fields.ts'
import type { ShiftFilter, ShiftRow } from './till-store.ts'

/** A retry with the same key gets the first answer; without a key nothing is remembered. */
type Key = string | null

export class Shifts {
  readonly #changes: Changes
  readonly #currency: string

  constructor(changes: Changes, currency: string) {
    this.#changes = changes
    this.#currency = currency
  }

  /** @throws ConflictError `till-open` when the till is open already, here or on another device. */
  async open(input: NewShift, author: Author, key: Key): Promise<Kept> {
    return this.#once(key, 'open shift', input, async records => {
      const at = this.#changes.now()
      if ((await records.stores.find(input.storeId)) === undefined) throw new NotFoundError('The store')
      const shift: ShiftRow = {
        id: newId(at),
        store_id: input.storeId,
        till: input.till,
        currency: this.#currency,
        opened_at: at,
        opened_by: author.name,
        opening_cash: input.openingCash,
        closed_at: null,
        closed_by: null,
        expected_cash: null,
        counted_cash: null,
        note: null,
      }
      if (!(await records.till.open(shift))) throw await tillOpen(records, input)
      const after = { till: shift.till, openingCash: shift.opening_cash }
      await record(records, at, author, 'shift.opened', shift, after)
      return { status: 201, body: await shiftView(records, shift) }
    })
  }

  /** Cash that is put in or taken out beside sales. @throws ConflictError when more is taken than is there. */
  async moveCash(id: string, input: CashMovement, author: Author, key: Key): Promise<Kept> {
    return this.#once(key, `move cash of ${id}`, input, async records => {
      const at = this.#changes.now()
      const shift = await requireOpenShift(records, id, (await found(records, id)).store_id)
      const there = cashOf(shift, await records.till.takings(id), await records.till.movements(id))
      if (there + input.amount < 0) {
        throw new ConflictError('not-enough-cash', 'There is less cash in the till than that.', {
          expectedCash: there,
        })
      }
      await records.till.addMovement({
        id: newId(at),
        shift_id: id,
        amount: input.amount,
        reason: input.reason,
        staff_id: author.id,
        at,
      })
      await record(records, at, author, 'shift.cash-moved', shift, input)
      return { status: 201, body: await shiftView(records, shift) }
    })
  }

  /** Counts and closes, once: what is expected is read in the transaction that closes, behind every sale of the shift. */
  async close(id: string, input: ShiftEnd, author: Author, key: Key): Promise<Kept> {
    return this.#once(key, `close shift ${id}`, input, async records => {
      const at = this.#changes.now()
      const shift = await requireOpenShift(records, id, (await found(records, id)).store_id)
      const expected = cashOf(shift, await records.till.takings(id), await records.till.movements(id))
      const closed = await records.till.close(id, {
        closed_at: at,
        closed_by: author.name,
        expected_cash: expected,
        counted_cash: input.countedCash,
        note: input.note || null,
      })
      if (closed === undefined) throw new Error(`shift ${id} was closed under a lock`)
      const after = { expectedCash: expected, countedCash: input.countedCash, note: input.note || null }
      await record(records, at, author, 'shift.closed', shift, after)
      return { status: 200, body: await shiftView(records, closed) }
    })
  }

  async view(id: string): Promise<ShiftView> {
    const { records } = this.#changes
    return shiftView(records, await found(records, id))
  }

  async storeOf(id: string): Promise<string> {
    return (await found(this.#changes.records, id)).store_id
  }

  async list(filter: ShiftFilter, slice: Slice): Promise<Page<ShiftView>> {
    const { records } = this.#changes
    const { items, next } = pageOf(await records.till.list(filter, slice), slice.limit)
    return { items: await Promise.all(items.map(shift => shiftView(records, shift))), next }
  }

  async #once(
    key: Key,
    call: string,
    input: unknown,
    work: (records: Records) => Promise<Kept>,
  ): Promise<Kept> {
    const at = this.#changes.now()
    return this.#changes.make(records =>
      onceIfKeyed(records.keys, { key, call, input, at }, () => work(records)),
    )
  }
}

async function found(records: Records, id: string): Promise<ShiftRow> {
  const shift = await records.till.find(id)
  if (shift === undefined) throw new NotFoundError('The shift')
  return shift
}

async function tillOpen(records: Records, { storeId, till }: NewShift): Promise<ConflictError> {
  const open = await records.till.findOpen(storeId, till)
  const since = open === undefined ? '' : ` by ${open.opened_by} since ${isoTime(Number(open.opened_at))}`
  return new ConflictError('till-open', `${till} is open already${since}.`, {
    shiftId: open?.id ?? null,
    openedBy: open?.opened_by ?? null,
  })
}

async function record(
  records: Records,
  at: number,
  actor: Author,
  action: string,
  shift: ShiftRow,
  after: Record<string, string | number | null>,
): Promise<void> {
  const subject = { kind: 'shift', id: shift.id }
  await records.audit.record({ at, actor, action, subject, storeId: shift.store_id, after })
}
