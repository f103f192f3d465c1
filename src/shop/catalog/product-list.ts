import { z } from 'zod'
import { InvalidError, NotFoundError } from '../../errors.ts'
import type { Records } from '../changes.ts'
import type { ProductRow } from './catalog-store.ts'
import { branchOf } from './category-tree.ts'
import type { ProductFilter } from './product-filter-store.ts'
import { type ProductSort, placeOf } from './search-store.ts'
import { codeTerm, type Wanted, wantedOf } from './search-terms.ts'

export type ProductQuestion = {
  readonly search: string | null
  readonly status: ProductRow['status'] | null
  /** With all that is under it. */
  readonly categoryId: string | null
  readonly stockAtMost: number | null
  /** Of a list; a search is sorted by how well it fits. */
  readonly sort: ProductSort
  readonly cursor: string | null
  readonly limit: number
}

type Cursor = readonly [string | number | null, string]
type Found = { readonly rows: readonly ProductRow[]; readonly next: string | null }

// A NUL is in no text of the database, and PostgreSQL would refuse to look for it.
const cursorText = z
  .string()
  .max(500)
  .regex(/^[^\0]*$/)
const placeSchemas = {
  newest: z.tuple([z.null(), cursorText]),
  oldest: z.tuple([z.null(), cursorText]),
  updated: z.tuple([z.int(), cursorText]),
  title: z.tuple([cursorText, cursorText]),
} as const satisfies Record<ProductSort, z.ZodType>
/** The words in the order in which they were looked for, and the last hit; it must go on in the same order. */
const hitSchema = z.tuple([
  z.array(z.tuple([cursorText.max(100), z.boolean()])).max(12),
  z.int().min(-1).max(3),
  cursorText.max(100),
  cursorText.max(64),
])

export async function findProducts(records: Records, question: ProductQuestion): Promise<Found> {
  const { status, stockAtMost } = question
  const categoryIds = question.categoryId === null ? null : await branchIds(records, question.categoryId)
  const filter = { status, stockAtMost, categoryIds }
  return question.search === null
    ? listed(records, question, filter)
    : found(records, question.search, question, filter)
}

async function listed(records: Records, question: ProductQuestion, filter: ProductFilter): Promise<Found> {
  const { cursor, limit, sort } = question
  const place = cursor === null ? null : read<Cursor>(placeSchemas[sort], cursor)
  const after = place && { value: place[0], id: place[1] }
  const rows = await records.search.list(filter, sort, after, limit)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  if (last === undefined) return { rows, next: null }
  const { value, id } = placeOf(last, sort)
  return { rows: rows.slice(0, limit), next: write([value, id]) }
}

/** The product whose code was typed or scanned comes before all others. */
async function found(
  records: Records,
  search: string,
  { cursor, limit }: ProductQuestion,
  filter: ProductFilter,
): Promise<Found> {
  const exact = await records.search.byCode(codeTerm(search), filter)
  const place = cursor === null ? null : read(hitSchema, cursor)
  const words = place
    ? await asBefore(records, place[0], wantedOf(search))
    : await records.search.byRarity(wantedOf(search))
  const after = place && { tier: place[1], term: place[2], id: place[3] }
  const first = place === null ? exact.slice(0, limit) : []
  const wanted = limit - first.length
  const known = new Set(exact.map(row => row.id))
  // So many more that the page is full when those that stand before it are taken out.
  const hits = (await records.search.find(words, filter, after, wanted + 1 + known.size)).filter(
    ({ id }) => !known.has(id),
  )
  const shown = hits.slice(0, wanted)
  const rows = await records.catalog.products(shown.map(({ id }) => id))
  const byId = new Map(rows.map(row => [row.id, row]))
  // A page may be full before the first hit.
  const last = shown.at(-1) ?? { tier: -1, term: '', id: '' }
  return {
    rows: [...first, ...shown.flatMap(({ id }) => byId.get(id) ?? [])],
    next:
      hits.length > wanted
        ? write([words.map(({ term, prefix }) => [term, prefix]), last.tier, last.term, last.id])
        : null,
  }
}

/**
 * The words of a cursor, in its order: those of the question and no others, the first no common one where there is a
 * rarer. A cursor that somebody made up could have the whole index read for nothing.
 * @throws InvalidError
 */
async function asBefore(
  records: Records,
  before: z.output<typeof hitSchema>[0],
  wanted: readonly Wanted[],
): Promise<readonly Wanted[]> {
  const words = before.map(([term, prefix]) => ({ term, prefix }))
  const known = new Set(wanted.map(wordKey))
  const other = new Set(words.map(wordKey)).symmetricDifference(known)
  const [first, ...rest] = words
  if (first === undefined || words.length !== known.size || other.size > 0) throw foreignCursor()
  if (rest.length === 0 || !(await records.search.isCommon(first))) return words
  for (const word of rest) if (!(await records.search.isCommon(word))) throw foreignCursor()
  return words
}

function wordKey({ term, prefix }: Wanted): string {
  return `${prefix} ${term}`
}

async function branchIds(records: Records, categoryId: string): Promise<string[]> {
  const branch = branchOf(await records.categories.all(), categoryId)
  if (branch.length === 0) throw new NotFoundError('The category')
  return branch.map(({ id }) => id)
}

function write(place: unknown): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url')
}

function read<Place>(schema: z.ZodType<Place>, cursor: string): Place {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw foreignCursor()
  }
}

function foreignCursor(): InvalidError {
  return new InvalidError('The cursor is not one that a list gave out.')
}
