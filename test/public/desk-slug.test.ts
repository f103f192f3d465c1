import t from 'tap'
import { isSlug, proposedSlug } from '../../public/studio/slug.ts'
import { slugSchema } from '../../src/wire.ts'

t.test('a title proposes an address that the server takes and that is free', async t => {
  t.equal(proposedSlug('Tea & Cups', []), 'tea-cups')
  t.equal(proposedSlug('Café Crème!', []), 'cafe-creme')
  t.equal(proposedSlug('周末茶具专场', []), 'room')
  t.equal(proposedSlug('周末茶具专场', ['room', 'room-2']), 'room-3')
  for (const title of ['', '---', '周末', 'x'.repeat(100), '2026 · new']) {
    t.ok(slugSchema.safeParse(proposedSlug(title, [])).success, title)
  }
})

t.test('the page and the server agree on what an address is', async t => {
  for (const slug of ['a', 'a-b', '-a', 'a-', 'A', '', 'a'.repeat(40), 'a'.repeat(41), 'a_b', '1-2']) {
    t.equal(isSlug(slug), slugSchema.safeParse(slug).success, slug)
  }
})
