import { z } from 'zod'
import { InvalidError } from '../../errors.ts'
import { idField } from '../../fields.ts'
import type { LevelCursor, LevelListRow, LevelSort } from './levels-store.ts'

export type LevelSlice = { readonly after: LevelCursor | null; readonly limit: number }

const parts = z.tuple([
  z.union([
    z
      .string()
      .max(200)
      .regex(/^[^\0]*$/),
    z.int(),
  ]),
  idField,
  idField,
])

/** A cursor names the last row by what the list is sorted by. */
export function nextLevelCursor(last: LevelListRow, sort: LevelSort): string {
  const key = sort === 'sku' ? last.sku : last.on_hand - last.reserved
  return Buffer.from(JSON.stringify([key, last.store_id, last.variant_id])).toString('base64url')
}

/** @throws InvalidError for a cursor that no such list gave out. */
export function readLevelSlice(
  query: { readonly cursor?: string | undefined; readonly limit: number },
  sort: LevelSort,
): LevelSlice {
  const { cursor, limit } = query
  if (cursor === undefined) return { after: null, limit }
  const read = parts.safeParse(parsed(Buffer.from(cursor, 'base64url').toString()))
  if (!read.success || (typeof read.data[0] === 'string') !== (sort === 'sku')) {
    throw new InvalidError('The cursor is not one that this list gave out.')
  }
  const [key, storeId, variantId] = read.data
  return { after: { key, storeId, variantId }, limit }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
