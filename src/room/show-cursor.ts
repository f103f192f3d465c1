import { InvalidError } from '../errors.ts'
import type { Page } from '../paging.ts'
import type { ShowList, ShowPlace, ShowRow } from './show-store.ts'

/** Which part of a list of shows is wanted. */
export type ShowSlice = { readonly after: ShowPlace | null; readonly limit: number }

/** @throws InvalidError for a cursor that no list of shows gave out. */
export function readShowSlice(query: { cursor?: string | undefined; limit: number }): ShowSlice {
  if (query.cursor === undefined) return { after: null, limit: query.limit }
  const text = Buffer.from(query.cursor, 'base64url').toString('latin1')
  const [, at, id] = /^(\d{1,15}) ([\w-]{1,64})$/.exec(text) ?? []
  if (at === undefined || id === undefined)
    throw new InvalidError('The cursor is not one that a list gave out.')
  return { after: { at: Number(at), id }, limit: query.limit }
}

/** Makes a page of `limit + 1` rows: the last is only there to show that more follow. */
export function showPage(list: ShowList, rows: readonly ShowRow[], limit: number): Page<ShowRow> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, next: null }
  return { items, next: Buffer.from(`${timeIn(list, last)} ${last.id}`, 'latin1').toString('base64url') }
}

/** The time by which this list is ordered. */
function timeIn(list: ShowList, show: ShowRow): number {
  const at = { live: show.startedAt, upcoming: show.startsAt, past: show.endedAt }[list]
  return at ?? 0
}
