import { requireStore } from '../../access.ts'
import { ConflictError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { DocumentView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { DocumentFilter, DocumentKind, DocumentRow } from './documents-store.ts'

/** What receipts, transfers and counts have in common. */

const names = { receipt: 'The receipt', transfer: 'The transfer', count: 'The count' } as const

/** Writes the head of a new document, with the next number of its kind. */
export async function openDocument(
  records: Records,
  clock: StoreClock,
  head: Pick<DocumentRow, 'kind' | 'state' | 'store_id' | 'notes'> &
    Partial<Pick<DocumentRow, 'to_store_id' | 'supplier' | 'scope' | 'scope_name' | 'sent_at'>>,
  { at, by }: { readonly at: number; readonly by: Author | null },
): Promise<DocumentRow> {
  const row: DocumentRow = {
    ...{ to_store_id: null, supplier: null, scope: null, scope_name: null, sent_at: null, revision: 0 },
    ...head,
    id: newId(at),
    number: await records.documents.nextNumber(head.kind, clock.month(at)),
    ...{ created_at: at, created_by: by?.id ?? null, created_by_name: by?.name ?? null },
    ...{ closed_at: null, closed_by: null, closed_by_name: null },
  }
  await records.documents.insert(row)
  return row
}

export async function foundDocument(records: Records, id: string, kind: DocumentKind): Promise<DocumentRow> {
  const row = await records.documents.find(id, kind)
  if (row === undefined) throw new NotFoundError(names[kind])
  return row
}

/** A store that goods can still go to. */
export async function requireOpenStore(records: Records, id: string): Promise<void> {
  const store = await records.stores.find(id)
  if (store === undefined) throw new NotFoundError('The store')
  if (store.closed_at !== null) {
    throw new ConflictError('store-closed', `${store.name} has closed for good.`)
  }
}

/** Why a change came to nothing: somebody else's came first. */
export async function changedMeanwhile(
  records: Records,
  { id, kind }: Pick<DocumentRow, 'id' | 'kind'>,
): Promise<ConflictError> {
  const { number, state, revision } = await foundDocument(records, id, kind)
  return new ConflictError('changed-meanwhile', `${number} was changed meanwhile; it is ${state} now.`, {
    number,
    state,
    revision,
  })
}

export function closedBy(by: Author | null, at: number) {
  return { closed_at: at, closed_by: by?.id ?? null, closed_by_name: by?.name ?? null }
}

/** Newest first; who works in one store sees what is about it. */
export async function listDocuments(
  changes: Changes,
  actor: Actor,
  filter: DocumentFilter,
  slice: Slice,
): Promise<Page<DocumentView>> {
  const storeId = narrowed(actor, filter.storeId)
  const { documents } = changes.records
  const { items, next } = pageOf(await documents.list({ ...filter, storeId }, slice), slice.limit)
  const sums = await documents.sums(
    filter.kind,
    items.map(({ id }) => id),
  )
  const views = items.map(row => ({
    ...headView(row),
    ...{ kind: row.kind, state: row.state, toStoreId: row.to_store_id },
    ...{ supplier: row.supplier, scopeName: row.scope_name },
    ...(sums.get(row.id) ?? { lineCount: 0, units: 0 }),
  }))
  return { items: views, next }
}

/** The store that a list is about: of who works in one store, that one. */
export function narrowed(actor: Actor, storeId: string | null): string | null {
  if (storeId !== null) requireStore(actor, storeId)
  return storeId ?? (actor.kind === 'staff' ? actor.storeId : null)
}

export function headView(row: DocumentRow) {
  return {
    id: row.id,
    number: row.number,
    storeId: row.store_id,
    notes: row.notes,
    revision: row.revision,
    createdAt: isoTime(row.created_at),
    createdBy: person(row.created_by, row.created_by_name),
    closedAt: row.closed_at === null ? null : isoTime(row.closed_at),
    closedBy: person(row.closed_by, row.closed_by_name),
  }
}

function person(id: string | null, name: string | null) {
  return id === null ? null : { id, name: name ?? '' }
}
