import type { call } from '../shared/api.ts'

type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

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
