import t from 'tap'
import type { call } from '../../../public/shared/api.ts'
import { replayPage } from '../../../public/shared/replays.ts'

/** Pages of past shows; a capital letter has a replay. */
function caller(pages: readonly string[], asked: string[] = []): typeof call {
  return async (_method, path) => {
    asked.push(path)
    const at = Number(new URL(path, 'http://shop').searchParams.get('cursor') ?? 0)
    const items = [...(pages[at] ?? '')].map(id => ({ id, hasReplay: id === id.toUpperCase() }))
    // The caller says what it expects, as with every answer of the API.
    return { items, next: at + 1 < pages.length ? String(at + 1) : null } as never
  }
}
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).join('')

t.test('shows without a replay are left out, and pages of nothing else are skipped', async t => {
  const page = await replayPage(caller(['ab', 'cDe', 'F']), null, 3)
  t.equal(ids(page.items), 'D')
  t.equal(page.next, '2')
  t.equal(ids((await replayPage(caller(['ab', 'cDe', 'F']), '2', 3)).items), 'F')
})

t.test('the search ends at the end, and where nothing was ever recorded', async t => {
  t.strictSame(await replayPage(caller(['a', 'b']), null, 3), { items: [], next: null })
  const asked: string[] = []
  const page = await replayPage(
    caller(
      Array.from({ length: 50 }, () => 'a'),
      asked,
    ),
    null,
    3,
  )
  t.equal(asked.length, 5)
  t.equal(page.next, '5')
})
