import { requireStore } from '../../access.ts'
import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { Page, Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { CountLineView, CountView, DocumentView } from '../../wire.ts'
import { author } from '../actors.ts'
import { branchOf } from '../catalog/category-tree.ts'
import type { Changes, Records } from '../changes.ts'
import { type Kept, onceIfKeyed } from '../idempotency/once.ts'
import { newId } from '../ids.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { countLineViews, countView } from './count-views.ts'
import type { CountLineRow } from './counts-store.ts'
import type { CountEntry, CountPosting, NewCount } from './document-fields.ts'
import { changedMeanwhile, closedBy, foundDocument, listDocuments, openDocument } from './documents.ts'
import type { DocumentFilter, DocumentRow } from './documents-store.ts'
import { requireVariants } from './goods.ts'
import { postCount } from './post-count.ts'

/**
 * Stock-takes, while selling goes on. What the books say is written down with each number that is entered: what is sold
 * or arrives after that is no difference.
 */
export class Counts {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  async create(input: NewCount, actor: Actor, key: string | null): Promise<Kept> {
    requireStore(actor, input.storeId)
    const at = this.#changes.now()
    const by = author(actor)
    return this.#changes.make(records =>
      onceIfKeyed(records.keys, { key, call: 'open count', input, at }, async () => {
        await requireExisting(records, input.storeId)
        const { scope, scopeName, variantIds } = await scopeOf(records, input)
        const head = { kind: 'count', state: 'open', store_id: input.storeId, notes: input.notes } as const
        const about = { scope, scope_name: scopeName }
        const row = await openDocument(records, this.#clock, { ...head, ...about }, { at, by })
        await records.counts.setScope(row.id, variantIds)
        await records.audit.record({
          ...{ at, actor: by, action: 'count.created', storeId: row.store_id },
          ...{ subject: { kind: 'count', id: row.id }, after: { number: row.number, scope, scopeName } },
        })
        return { status: 201, body: await countView(records, row) }
      }),
    )
  }

  /** One number, of one variant. What `add` would do twice is done once for each key. */
  async enter(id: string, entry: CountEntry, actor: Actor, key: string | null): Promise<Kept> {
    const at = this.#changes.now()
    return this.#changes.make(records =>
      onceIfKeyed(records.keys, { key, call: `count ${id}`, input: entry, at }, async () => {
        const row = await this.#locked(records, id, actor)
        await requireVariants(records, [entry.variantId])
        const line = await this.#counted(records, row, entry, at)
        await records.counts.putLine(line)
        await records.counts.addEntry({
          ...{ id: newId(at), document_id: id, variant_id: entry.variantId, mode: entry.mode },
          ...{ quantity: entry.quantity, counted: line.counted, expected: line.expected, at },
          ...{ staff_id: author(actor)?.id ?? null, staff_name: author(actor)?.name ?? null },
        })
        const [view] = await countLineViews(records, row, [line])
        return { status: 201, body: { revision: row.revision, line: view } }
      }),
    )
  }

  async #counted(records: Records, row: DocumentRow, entry: CountEntry, at: number): Promise<CountLineRow> {
    const { variantId, mode, quantity } = entry
    const old = await records.counts.line(row.id, variantId)
    const level = await records.stock.level({ store_id: row.store_id, variant_id: variantId })
    const expected = level?.on_hand ?? 0
    const counted = mode === 'set' ? quantity : (old?.counted ?? 0) + quantity
    if (counted < 0) throw new InvalidError('Fewer than none cannot be there.', { rule: 'fewer-than-none' })
    // Of two numbers that are added up, goods may have gone between the one and the other from either shelf.
    const moved = mode === 'set' || old === undefined ? 0 : old.moved + expected - old.expected
    return {
      ...{ document_id: row.id, variant_id: variantId, counted, expected, moved },
      ...{ counted_at: at, outcome: null },
    }
  }

  /** As if it had not been counted. */
  async forget(id: string, variantId: string, actor: Actor): Promise<void> {
    await this.#changes.make(async records => {
      await this.#locked(records, id, actor)
      if (!(await records.counts.removeLine(id, variantId))) throw new NotFoundError('The line')
    })
  }

  /** Books the differences, once. */
  async post(id: string, posting: CountPosting, actor: Actor): Promise<CountView> {
    return this.#changes.make(async (records, announce) => {
      const old = await this.#found(records, id, actor)
      if (old.state === 'posted') return countView(records, old)
      const [at, by] = [this.#changes.now(), author(actor)]
      const set = { state: 'posted', ...closedBy(by, at) } as const
      const from = { state: 'open', revision: posting.revision ?? null } as const
      const row = await records.documents.change(id, from, set)
      if (row === undefined) return this.#meanwhile(records, old, 'posted')
      await postCount(records, announce, row, posting, { at, by })
      const view = await countView(records, row)
      await records.audit.record({
        ...{ at, actor: by, action: 'count.posted', storeId: row.store_id },
        ...{ subject: { kind: 'count', id }, after: { number: row.number, lines: view.lines.map(audited) } },
      })
      return view
    })
  }

  async cancel(id: string, actor: Actor): Promise<CountView> {
    return this.#changes.make(async records => {
      const old = await this.#found(records, id, actor)
      if (old.state === 'cancelled') return countView(records, old)
      const [at, by] = [this.#changes.now(), author(actor)]
      const set = { state: 'cancelled', ...closedBy(by, at) } as const
      const row = await records.documents.change(id, { state: 'open', revision: null }, set)
      if (row === undefined) return this.#meanwhile(records, old, 'cancelled')
      await records.audit.record({
        ...{ at, actor: by, action: 'count.cancelled', storeId: row.store_id },
        ...{ subject: { kind: 'count', id }, before: { state: 'open' }, after: { state: 'cancelled' } },
      })
      return countView(records, row)
    })
  }

  async view(id: string, actor: Actor): Promise<CountView> {
    const { records } = this.#changes
    return countView(records, await this.#found(records, id, actor))
  }

  async list(actor: Actor, filter: Omit<DocumentFilter, 'kind'>, slice: Slice): Promise<Page<DocumentView>> {
    return listDocuments(this.#changes, actor, { ...filter, kind: 'count' }, slice)
  }

  /** The head, locked: what is entered and what posts it wait for one another. */
  async #locked(records: Records, id: string, actor: Actor): Promise<DocumentRow> {
    const old = await this.#found(records, id, actor)
    const row = await records.documents.change(id, { state: 'open', revision: null }, {})
    if (row !== undefined) return row
    const { number, state } = await foundDocument(records, old.id, 'count')
    throw new ConflictError('count-closed', `${number} is ${state}: open another count.`, { number, state })
  }

  /** Somebody else was first: fine if they did the same. */
  async #meanwhile(records: Records, old: DocumentRow, wanted: DocumentRow['state']): Promise<CountView> {
    const row = await foundDocument(records, old.id, 'count')
    if (row.state !== wanted) throw await changedMeanwhile(records, old)
    return countView(records, row)
  }

  async #found(records: Records, id: string, actor: Actor): Promise<DocumentRow> {
    const row = await foundDocument(records, id, 'count')
    requireStore(actor, row.store_id)
    return row
  }
}

/** A store that has closed for good can be counted too. */
async function requireExisting(records: Records, storeId: string): Promise<void> {
  if ((await records.stores.find(storeId)) === undefined) throw new NotFoundError('The store')
}

type Scope = {
  readonly scope: 'all' | 'selection'
  readonly scopeName: string | null
  readonly variantIds: readonly string[]
}

/** What the count is about: all, or these, and what is in the category and under it. */
async function scopeOf(records: Records, { variantIds, categoryId }: NewCount): Promise<Scope> {
  if (variantIds === undefined && categoryId === undefined) {
    return { scope: 'all', scopeName: null, variantIds: [] }
  }
  const all = new Set(variantIds)
  await requireVariants(records, [...all])
  const branch = categoryId === undefined ? [] : branchOf(await records.categories.all(), categoryId)
  if (categoryId !== undefined) {
    if (branch.length === 0) throw new NotFoundError('The category')
    const ids = branch.map(({ id }) => id)
    for (const id of await records.levels.inCategories(ids)) all.add(id)
  }
  if (all.size === 0) throw new ConflictError('category-empty', 'Nothing is in this category.')
  return { scope: 'selection', scopeName: branch[0]?.name ?? null, variantIds: [...all] }
}

function audited({ sku, counted, expected, outcome }: CountLineView) {
  return { sku, counted, expected, outcome }
}
