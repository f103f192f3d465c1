import { CompiledQuery } from 'kysely'
import t from 'tap'
import { placeOf } from '../../../src/shop/catalog/search-store.ts'
import { Records } from '../../../src/shop/changes.ts'
import type { Row } from '../../../src/shop/tables.ts'
import { engine } from '../../helpers/engine.ts'
import { made, TestShop } from '../shop-fixture.ts'

type Options = Parameters<typeof TestShop.start>[1]

/** A shop of so many products that are all called tea, some of them so and so; those that `inside` says are in a category. */
async function teaShop(
  t: Parameters<typeof TestShop.start>[0],
  count: number,
  inside: (n: number) => boolean,
  options?: Options,
) {
  const shop = await TestShop.start(t, options)
  const category = made(await shop.staff('POST', '/api/v1/categories', { name: 'Small' })).id as string
  const variantId = await shop.variant()
  const [{ id: _, ...product }] = (await shop.db.selectFrom('products').selectAll().execute()) as [
    Row<'products'>,
  ]
  const { id: __, ...variant } = await shop.db
    .selectFrom('variants')
    .selectAll()
    .where('id', '=', variantId)
    .executeTakeFirstOrThrow()
  const numbers = Array.from({ length: count }, (_, n) => n)
  for (let at = 0; at < count; at += 500) {
    const some = numbers.slice(at, at + 500)
    const products = some.map(n => ({
      ...{ ...product, id: idOf(n), title_key: `tea ${n % 11}`, updated_at: n % 13 },
      status: n % 5 === 0 ? ('draft' as const) : ('active' as const),
    }))
    await shop.db.insertInto('products').values(products).execute()
    const terms = some.flatMap(n => [
      { product_id: idOf(n), term: `tea${n % 3}`, tier: 1 + (n % 2) },
      { product_id: idOf(n), term: 'teapot', tier: n % 4 },
      ...(n % 2 === 0 ? [{ product_id: idOf(n), term: 'red', tier: 3 }] : []),
    ])
    await shop.db.insertInto('search_terms').values(terms).execute()
    const variants = some
      .filter(n => n % 7 > 0)
      .map(n => ({ ...variant, id: `v${idOf(n)}`, product_id: idOf(n), sku: `V-${n}` }))
    await shop.db.insertInto('variants').values(variants).execute()
    const links = some.filter(inside).map(n => ({ product_id: idOf(n), category_id: category }))
    if (links.length > 0) await shop.db.insertInto('product_categories').values(links).execute()
  }
  return { shop, category, records: new Records(shop.db) }
}

function idOf(n: number): string {
  return `p${String(n).padStart(5, '0')}`
}

t.test('a common word in a category of few products reads those, not all that have the word', async t => {
  const asked: CompiledQuery[] = []
  const few = [100, 2002, 3999]
  const { shop, category } = await teaShop(t, 4000, n => few.includes(n), {
    hear: query => asked.push(query),
  })
  if (engine === 'postgres') await shop.database.executeQuery(CompiledQuery.raw('analyze'))
  const questions: [string, number[]][] = [
    ['q=te', [2002, 3999]],
    ['q=te%20red', [2002]],
    ['q=te&stockAtMost=3', [3999]],
    ['sort=newest', [3999, 2002]],
    ['sort=title', [2002, 3999]],
    ['sort=updated', [3999, 2002]],
  ]
  for (const [question, answer] of questions) {
    asked.length = 0
    const path = `/api/v1/products?${question}&categoryId=${category}&status=active`
    const { body } = await shop.staff('GET', path)
    t.same(
      body.items.map(({ id }: { id: string }) => id),
      answer.map(idOf),
      question,
    )
    const heard = asked.filter(({ sql }) => /"search_terms" as "hit"|^select \* from "products"/.test(sql))
    t.ok(heard.length > 0, `${question} was looked for`)
    for (const query of heard) t.equal(await readsFew(shop, query), '', `${question}: ${query.sql}`)
  }
})

/** '' or how a statement reads more than it has to. */
async function readsFew(shop: TestShop, query: CompiledQuery): Promise<string> {
  const explained = async <Line>(how: string) => {
    const raw = CompiledQuery.raw(`${how} ${query.sql}`, [...query.parameters])
    return (await shop.database.executeQuery<Line>(raw)).rows
  }
  if (engine === 'sqlite') {
    const plan = (await explained<{ detail: string }>('explain query plan')).map(({ detail }) => detail)
    const [outer = ''] = plan
    return /^SEARCH (hit|products) USING .*\((product_|status=\? AND )?id=\?/.test(outer)
      ? ''
      : plan.join('; ')
  }
  const [row] = await explained<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>('explain (analyze, format json)')
  const plan = row?.['QUERY PLAN'][0].Plan
  const read = plan === undefined ? Number.NaN : rowsRead(plan)
  return read < 50 ? '' : `${read} rows: ${JSON.stringify(plan)}`
}

type PlanNode = {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** Rows of tables and indexes that a plan has looked at. */
function rowsRead(node: PlanNode): number {
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + rowsRead(plan), 0)
  return (node['Relation Name'] === undefined ? 0 : own) + below
}

t.test(
  'a category is searched and listed alike, page by page, whether it has few products or many',
  async t => {
    const { shop, category, records } = await teaShop(t, 1002, n => n % 2 === 0 || n === 1)
    const all = { status: null, categoryIds: [category], stockAtMost: null }
    const filters = [all, { ...all, status: 'active' as const }, { ...all, stockAtMost: 3 }]
    const te = { term: 'te', prefix: true }
    const searches = [[te], [te, { term: 'red', prefix: false }], [{ term: 'teapot', prefix: false }]]
    const everything = async () => {
      const answers: string[][] = []
      for (const filter of filters) {
        for (const words of searches) answers.push(await found(records, words, filter))
        for (const sort of ['newest', 'oldest', 'updated', 'title'] as const)
          answers.push(await listed(records, sort, filter))
      }
      return answers
    }
    const ofMany = await everything()
    const leaving = [idOf(0), idOf(1)]
    await shop.db.deleteFrom('product_categories').where('product_id', 'in', leaving).execute()
    const ofFew = await everything()
    t.same(
      ofFew,
      ofMany.map(ids => ids.filter(id => !leaving.includes(id))),
    )
    t.ok(ofFew.every(ids => ids.length > 100 && new Set(ids).size === ids.length))
  },
)

type Find = Parameters<Records['search']['find']>
type List = Parameters<Records['search']['list']>

async function found(records: Records, words: Find[0], filter: Find[1]): Promise<string[]> {
  const ids: string[] = []
  for (let after: Find[2] = null; ; ) {
    const hits = await records.search.find(words, filter, after, 70)
    ids.push(...hits.map(({ id }) => id))
    after = hits.at(-1) ?? null
    if (hits.length < 70) return ids
  }
}

async function listed(records: Records, sort: List[1], filter: List[0]): Promise<string[]> {
  const ids: string[] = []
  for (let after: List[2] = null; ; ) {
    const rows = (await records.search.list(filter, sort, after, 70)).slice(0, 70)
    ids.push(...rows.map(({ id }) => id))
    const last = rows.at(-1)
    if (last === undefined || rows.length < 70) return ids
    after = placeOf(last, sort)
  }
}
