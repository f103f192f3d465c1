import type { call } from './api.ts'

/** A stretch of a list; `next` is the cursor of the one after it, null at the end. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

/**
 * A fresh first page in place of the one that was known: what had been opened beyond its end stays, unless the
 * lists no longer meet.
 */
export function refreshed<T extends { readonly id: string }>(fresh: Page<T>, known: Page<T>): Page<T> {
  const last = fresh.items.at(-1)
  const end = known.items.findIndex(item => item.id === last?.id)
  const older = end < 0 ? [] : known.items.slice(end + 1)
  return { items: [...fresh.items, ...older], next: older.length > 0 ? known.next : fresh.next }
}

/** All items of a paged list, up to `mostPages` pages: a desk's lists are short, and a broken cursor must end. */
export async function allPages<T>(
  caller: typeof call,
  path: string,
  signal?: AbortSignal,
  mostPages = 20,
): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const address: string =
      cursor === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
    const answer: Page<T> = await caller<Page<T>>('GET', address, { signal })
    items.push(...answer.items)
    cursor = answer.next
    if (cursor === null) break
  }
  return items
}
