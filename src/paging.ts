import { z } from 'zod'
import { InvalidError } from './errors.ts'

/** A list in pages: `next` goes into the next call's `cursor`; null on the last page. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null }

/** Which part of a list is wanted: what follows the row with id `after`. */
export type Slice = { readonly after: string | null; readonly limit: number }

/** The query members of every list. */
export const sliceQuery = {
  cursor: z.string().min(1).max(128).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
}

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** @throws InvalidError for a cursor that no list gave out. */
export function readSlice(query: { cursor?: string | undefined; limit: number }): Slice {
  if (query.cursor === undefined) return { after: null, limit: query.limit }
  const after = Buffer.from(query.cursor, 'base64url').toString('latin1')
  if (!/^[0-9a-z]{26}$/.test(after)) throw new InvalidError('The cursor is not one that a list gave out.')
  return { after, limit: query.limit }
}

/** Makes a page of `limit + 1` rows: the last is only there to show that more follow. */
export function pageOf<Row extends { readonly id: string }>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items, next: more ? Buffer.from(last.id, 'latin1').toString('base64url') : null }
}
