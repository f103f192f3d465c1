import type { ShowView } from '../../src/wire.ts'
import type { call } from './api.ts'
import type { Page } from './pages.ts'

/** Where nothing is recorded, whole pages of past shows have no replay; the search for one that has must end. */
const mostEmptyPages = 5

/** Past shows that can be watched again, newest first, from the cursor on; at least one unless there are few left. */
export async function replayPage(
  caller: typeof call,
  cursor: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<ShowView>> {
  let next = cursor
  for (let page = 0; page < mostEmptyPages; page++) {
    const from = next === null ? '' : `&cursor=${encodeURIComponent(next)}`
    const path = `/api/v1/shows?when=past&limit=${limit}${from}`
    const answer = await caller<Page<ShowView>>('GET', path, { signal })
    const items = answer.items.filter(show => show.hasReplay)
    next = answer.next
    if (items.length > 0 || next === null) return { items, next }
  }
  return { items: [], next }
}
