import { requireStore } from '../../access.ts'
import {
  ConflictError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
  UnauthorizedError,
} from '../../errors.ts'
import type { Page, Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { DocumentView, TransferView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { given } from '../given.ts'
import { type Kept, onceIfKeyed } from '../idempotency/once.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { Arrival, NewTransfer, Sending, TransferChanges } from './document-fields.ts'
import {
  changedMeanwhile,
  closedBy,
  foundDocument,
  listDocuments,
  openDocument,
  requireOpenStore,
} from './documents.ts'
import type { DocumentFilter, DocumentRow } from './documents-store.ts'
import { goodsOf, requireVariants } from './goods.ts'
import { belowReserved, type Move, moveGoods } from './move-goods.ts'
import { arrivalMoves, arrivedLines, returnMoves, sendingMoves, sentLines } from './transfer-lines.ts'
import { auditedTransfer, transferView } from './transfer-views.ts'

/**
 * Goods that go from one store to another. They leave the one when they are sent, and come into the other when they are
 * received; in between they are in no store, and the transfer is where they are.
 */
export class Transfers {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  /** Asks for goods, or sends them at once. */
  async create(input: NewTransfer, actor: Actor, key: string | null): Promise<Kept> {
    requireEither(actor, input.fromStoreId, input.toStoreId)
    if (input.send) requireStore(actor, input.fromStoreId)
    if (input.fromStoreId === input.toStoreId)
      throw new InvalidError('A transfer needs two stores.', { rule: 'two-stores' })
    const at = this.#changes.now()
    const by = author(actor)
    return this.#changes.make((records, announce) =>
      onceIfKeyed(records.keys, { key, call: 'open transfer', input, at }, async () => {
        // What a store that has closed for good still has can be sent away, but nothing to it.
        if ((await records.stores.find(input.fromStoreId)) === undefined) throw new NotFoundError('The store')
        await requireOpenStore(records, input.toStoreId)
        await requireVariants(records, variantIds(input.lines))
        const head = { kind: 'transfer', state: 'requested', notes: input.notes } as const
        const stores = { store_id: input.fromStoreId, to_store_id: input.toStoreId }
        const row = await openDocument(records, this.#clock, { ...head, ...stores }, { at, by })
        await records.transfers.replaceLines(row.id, requestedLines(row.id, input.lines))
        await records.audit.record({
          ...{ at, actor: by, action: 'transfer.created', storeId: row.store_id },
          ...{ subject: { kind: 'transfer', id: row.id } },
          after: auditedTransfer(await transferView(records, row)),
        })
        const sent = input.send ? await this.#send(records, announce, row, {}, actor) : row
        return { status: 201, body: await transferView(records, sent) }
      }),
    )
  }

  /** Changes what is asked for, as long as nothing is sent. */
  async update(id: string, changes: TransferChanges, actor: Actor): Promise<TransferView> {
    const { revision, lines, ...head } = changes
    return this.#changes.make(async records => {
      const old = await this.#found(records, id, actor)
      const before = auditedTransfer(await transferView(records, old))
      const row = await records.documents.change(id, { state: 'requested', revision }, given(head))
      if (row === undefined) throw await changedMeanwhile(records, old)
      if (lines !== undefined) {
        await requireVariants(records, variantIds(lines))
        await records.transfers.replaceLines(id, requestedLines(id, lines))
      }
      const view = await transferView(records, row)
      await this.#audit(records, actor, 'transfer.updated', row, before, view)
      return view
    })
  }

  /**
   * The goods leave. Never what is reserved.
   * @throws ConflictError `below-reserved` naming each line that cannot be taken.
   */
  async send(id: string, sending: Sending, actor: Actor): Promise<TransferView> {
    return this.#changes.make(async (records, announce) => {
      const old = await this.#found(records, id, actor)
      requireStore(actor, old.store_id)
      if (old.state === 'on-the-way') return transferView(records, old)
      return transferView(records, await this.#send(records, announce, old, sending, actor))
    })
  }

  async #send(
    records: Records,
    announce: Announce,
    old: DocumentRow,
    { lines, revision }: Sending,
    actor: Actor,
  ): Promise<DocumentRow> {
    const at = this.#changes.now()
    const set = { state: 'on-the-way', sent_at: at } as const
    const row = await records.documents.change(
      old.id,
      { state: 'requested', revision: revision ?? null },
      set,
    )
    if (row === undefined) throw await changedMeanwhile(records, old)
    const before = auditedTransfer(await transferView(records, old))
    await requireVariants(records, variantIds(lines ?? []))
    const sent = sentLines(row.id, await records.transfers.lines(row.id), lines)
    await records.transfers.replaceLines(row.id, sent)
    await this.#move(records, announce, row, sendingMoves(row, sent), actor)
    await this.#audit(records, actor, 'transfer.sent', row, before, await transferView(records, row))
    return row
  }

  /** The goods arrive. What is short or over is booked as lost or found in the store that received them. */
  async receive(id: string, arrival: Arrival, actor: Actor): Promise<TransferView> {
    return this.#changes.make(async (records, announce) => {
      const old = await this.#found(records, id, actor)
      requireStore(actor, old.to_store_id ?? '')
      if (old.state === 'received') return transferView(records, old)
      const set = { state: 'received', ...closedBy(author(actor), this.#changes.now()) } as const
      const before = auditedTransfer(await transferView(records, old))
      const row = await records.documents.change(
        id,
        { state: 'on-the-way', revision: null },
        { ...set, ...(arrival.notes !== undefined && { notes: arrival.notes }) },
      )
      if (row === undefined) return this.#meanwhile(records, old, 'received')
      await requireVariants(records, variantIds(arrival.lines))
      const lines = arrivedLines(id, await records.transfers.lines(id), arrival.lines)
      await records.transfers.replaceLines(id, lines)
      await this.#move(records, announce, row, arrivalMoves(row, lines), actor)
      const view = await transferView(records, row)
      await this.#audit(records, actor, 'transfer.received', row, before, view)
      return view
    })
  }

  /** Nothing is sent any more, or what is on the way goes back to where it came from. */
  async cancel(id: string, actor: Actor): Promise<TransferView> {
    return this.#changes.make(async (records, announce) => {
      const old = await this.#found(records, id, actor)
      if (old.state === 'cancelled') return transferView(records, old)
      if (old.state === 'received') {
        throw new ConflictError('already-received', `${old.number} has arrived: send the goods back instead.`)
      }
      if (old.state === 'on-the-way') requireStore(actor, old.store_id)
      const set = { state: 'cancelled', ...closedBy(author(actor), this.#changes.now()) } as const
      const row = await records.documents.change(id, { state: old.state, revision: null }, set)
      if (row === undefined) return this.#meanwhile(records, old, 'cancelled')
      const lines = await records.transfers.lines(id)
      if (old.state === 'on-the-way') {
        await this.#move(records, announce, row, returnMoves(row, lines), actor)
      }
      const view = await transferView(records, row)
      await this.#audit(records, actor, 'transfer.cancelled', row, { state: old.state }, view)
      return view
    })
  }

  async view(id: string, actor: Actor): Promise<TransferView> {
    const { records } = this.#changes
    return transferView(records, await this.#found(records, id, actor))
  }

  async list(actor: Actor, filter: Omit<DocumentFilter, 'kind'>, slice: Slice): Promise<Page<DocumentView>> {
    return listDocuments(this.#changes, actor, { ...filter, kind: 'transfer' }, slice)
  }

  async #move(
    records: Records,
    announce: Announce,
    row: DocumentRow,
    moves: readonly Move[],
    actor: Actor,
  ): Promise<void> {
    const document = { kind: 'transfer', id: row.id } as const
    const occasion = { at: this.#changes.now(), by: author(actor), document }
    const shortfalls = await moveGoods(records, announce, moves, occasion)
    if (shortfalls.length === 0) return
    const goods = await goodsOf(
      records,
      shortfalls.map(({ move }) => move.variantId),
    )
    throw belowReserved(shortfalls, goods, { number: row.number })
  }

  async #audit(
    records: Records,
    actor: Actor,
    action: string,
    row: DocumentRow,
    before: object,
    view: TransferView,
  ): Promise<void> {
    const arriving = action === 'transfer.received'
    await records.audit.record({
      ...{ at: this.#changes.now(), actor: author(actor), action },
      storeId: arriving ? row.to_store_id : row.store_id,
      subject: { kind: 'transfer', id: row.id },
      before: { ...before },
      after: auditedTransfer(view),
    })
  }

  /** Somebody else was first: fine if they did the same. */
  async #meanwhile(records: Records, old: DocumentRow, wanted: DocumentRow['state']): Promise<TransferView> {
    const row = await foundDocument(records, old.id, 'transfer')
    if (row.state !== wanted) throw await changedMeanwhile(records, old)
    return transferView(records, row)
  }

  async #found(records: Records, id: string, actor: Actor): Promise<DocumentRow> {
    const row = await foundDocument(records, id, 'transfer')
    requireEither(actor, row.store_id, row.to_store_id ?? '')
    return row
  }
}

function variantIds(lines: readonly { readonly variantId: string }[]): string[] {
  return lines.map(({ variantId }) => variantId)
}

function requestedLines(id: string, lines: NewTransfer['lines']) {
  return lines.map(({ variantId, quantity }, position) => ({
    ...{ document_id: id, variant_id: variantId, position, requested: quantity },
    ...{ sent: null, sent_reason: null, received: null, reason: null },
  }))
}

/** A person of either store may ask, and look. */
function requireEither(actor: Actor, from: string, to: string): void {
  if (actor.kind === 'guest') throw new UnauthorizedError()
  if (actor.storeId !== null && actor.storeId !== from && actor.storeId !== to) {
    throw new ForbiddenError('You work in another store.')
  }
}
