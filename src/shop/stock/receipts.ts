import { requireStore } from '../../access.ts'
import { ConflictError, InvalidError } from '../../errors.ts'
import type { Page, Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { DocumentView, ReceiptView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { type Kept, onceIfKeyed } from '../idempotency/once.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { NewReceipt, ReceiptChanges } from './document-fields.ts'
import {
  changedMeanwhile,
  closedBy,
  foundDocument,
  headView,
  listDocuments,
  openDocument,
  requireOpenStore,
} from './documents.ts'
import type { DocumentFilter, DocumentRow } from './documents-store.ts'
import { goodsIn, goodsOf, requireVariants } from './goods.ts'
import { belowReserved, moveGoods } from './move-goods.ts'

/** Goods that suppliers bring: written down as they are unpacked, then posted. */
export class Receipts {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  async create(input: NewReceipt, actor: Actor, key: string | null): Promise<Kept> {
    requireStore(actor, input.storeId)
    const at = this.#changes.now()
    const by = author(actor)
    return this.#changes.make(records =>
      onceIfKeyed(records.keys, { key, call: 'open receipt', input, at }, async () => {
        await requireOpenStore(records, input.storeId)
        const head = { kind: 'receipt', state: 'draft', store_id: input.storeId } as const
        const { supplier, notes } = input
        const row = await openDocument(records, this.#clock, { ...head, supplier, notes }, { at, by })
        await putLines(records, row.id, input.lines)
        const view = await receiptView(records, row)
        await records.audit.record({
          ...{ at, actor: by, action: 'receipt.created', storeId: row.store_id },
          ...{ subject: { kind: 'receipt', id: row.id }, after: { number: row.number, supplier } },
        })
        return { status: 201, body: view }
      }),
    )
  }

  /** Changes a draft; the lines, if given, take the place of all that were. */
  async update(id: string, changes: ReceiptChanges, actor: Actor): Promise<ReceiptView> {
    const { revision, lines, ...head } = changes
    return this.#changes.make(async records => {
      const old = await this.#found(records, id, actor)
      const row = await records.documents.change(id, { state: 'draft', revision }, given(head))
      if (row === undefined) throw await changedMeanwhile(records, old)
      const before = await receiptView(records, old)
      if (lines !== undefined) await putLines(records, id, lines)
      const after = await receiptView(records, row)
      await records.audit.record({
        ...{
          at: this.#changes.now(),
          actor: author(actor),
          action: 'receipt.updated',
          storeId: row.store_id,
        },
        ...{ subject: { kind: 'receipt', id }, before: audited(before), after: audited(after) },
      })
      return after
    })
  }

  /** Adds what was received to what the store has, once: posting again changes nothing. */
  async post(id: string, revision: number | null, actor: Actor): Promise<ReceiptView> {
    return this.#changes.make(async (records, announce) => {
      const old = await this.#found(records, id, actor)
      if (old.state === 'posted') return receiptView(records, old)
      await requireOpenStore(records, old.store_id)
      const [at, by] = [this.#changes.now(), author(actor)]
      const set = { state: 'posted', ...closedBy(by, at) } as const
      const row = await records.documents.change(id, { state: 'draft', revision }, set)
      if (row === undefined) return this.#postedMeanwhile(records, old)
      await this.#receive(records, announce, row, actor)
      const view = await receiptView(records, row)
      await records.audit.record({
        ...{ at, actor: by, action: 'receipt.posted', storeId: row.store_id },
        ...{ subject: { kind: 'receipt', id }, after: audited(view) },
      })
      return view
    })
  }

  async cancel(id: string, actor: Actor): Promise<ReceiptView> {
    return this.#changes.make(async records => {
      const old = await this.#found(records, id, actor)
      if (old.state === 'cancelled') return receiptView(records, old)
      if (old.state === 'posted') {
        throw new ConflictError(
          'already-posted',
          `${old.number} is posted: take the goods off by an adjustment.`,
        )
      }
      const [at, by] = [this.#changes.now(), author(actor)]
      const set = { state: 'cancelled', ...closedBy(by, at) } as const
      const row = await records.documents.change(id, { state: 'draft', revision: null }, set)
      if (row === undefined) throw await changedMeanwhile(records, old)
      await records.audit.record({
        ...{ at, actor: by, action: 'receipt.cancelled', storeId: row.store_id },
        ...{ subject: { kind: 'receipt', id }, before: { state: 'draft' }, after: { state: 'cancelled' } },
      })
      return receiptView(records, row)
    })
  }

  async view(id: string, actor: Actor): Promise<ReceiptView> {
    const { records } = this.#changes
    return receiptView(records, await this.#found(records, id, actor))
  }

  async list(actor: Actor, filter: Omit<DocumentFilter, 'kind'>, slice: Slice): Promise<Page<DocumentView>> {
    return listDocuments(this.#changes, actor, { ...filter, kind: 'receipt' }, slice)
  }

  async #receive(records: Records, announce: Announce, row: DocumentRow, actor: Actor): Promise<void> {
    const lines = (await records.receipts.lines(row.id)).filter(({ received }) => received > 0)
    if (lines.length === 0) throw new InvalidError('Nothing was received yet.', { rule: 'nothing-received' })
    const moves = lines.map(({ variant_id: variantId, received: units }) => ({
      ...{ storeId: row.store_id, variantId, units, kind: 'receive' as const },
    }))
    const shortfalls = await moveGoods(records, announce, moves, {
      ...{ at: this.#changes.now(), by: author(actor), document: { kind: 'receipt', id: row.id } },
    })
    // Only what a store cannot hold at all: a level has an upper end too.
    if (shortfalls.length > 0) throw belowReserved(shortfalls, await goodsOf(records, []))
  }

  /** Two posted it at once, or somebody changed it: the second is told what it has become. */
  async #postedMeanwhile(records: Records, old: DocumentRow): Promise<ReceiptView> {
    const row = await foundDocument(records, old.id, 'receipt')
    if (row.state !== 'posted') throw await changedMeanwhile(records, old)
    return receiptView(records, row)
  }

  async #found(records: Records, id: string, actor: Actor): Promise<DocumentRow> {
    const row = await foundDocument(records, id, 'receipt')
    requireStore(actor, row.store_id)
    return row
  }
}

async function putLines(records: Records, id: string, lines: NewReceipt['lines']): Promise<void> {
  await requireVariants(
    records,
    lines.map(({ variantId }) => variantId),
  )
  await records.receipts.replaceLines(
    id,
    lines.map(({ variantId, expected, received }, position) => ({
      ...{ document_id: id, variant_id: variantId, position, expected, received },
    })),
  )
}

async function receiptView(records: Records, row: DocumentRow): Promise<ReceiptView> {
  const lines = await records.receipts.lines(row.id)
  const goods = await goodsOf(
    records,
    lines.map(line => line.variant_id),
  )
  if (row.state !== 'draft' && row.state !== 'posted' && row.state !== 'cancelled') {
    throw new Error(`the receipt ${row.id} is ${row.state}`)
  }
  return {
    ...headView(row),
    ...{ state: row.state, supplier: row.supplier ?? '' },
    lines: lines.map(({ variant_id, expected, received }) => ({
      ...goodsIn(goods, variant_id),
      ...{ expected, received, difference: expected === null ? null : received - expected },
    })),
  }
}

function audited({ state, supplier, notes, lines }: ReceiptView) {
  return {
    ...{ state, supplier, notes },
    lines: lines.map(({ sku, expected, received }) => ({ sku, expected, received })),
  }
}
