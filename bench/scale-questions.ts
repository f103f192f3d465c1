import { barcode } from './big-shop-goods.ts'

export type Question = { readonly group: string; readonly path: string }

/** What a shop's people ask all day, by what it is called in the report. `deep`: the id of an order of half a year ago. */
export function questions(at: {
  readonly storeId: string
  readonly deep: string
  readonly category: string
  readonly number: string
  readonly phone: string
  /** At which moment the shop is asked, epoch milliseconds. */
  readonly now: number
}): Question[] {
  const asked = (group: string, base: string, queries: readonly string[]): Question[] =>
    queries.map(query => ({ group, path: query === '' ? base : `${base}?${query}` }))
  const search = (words: string) => `q=${encodeURIComponent(words)}`
  const cursor = `cursor=${Buffer.from(at.deep, 'latin1').toString('base64url')}`
  const ago = (days: number) => encodeURIComponent(new Date(at.now - days * 86_400_000).toISOString())
  const orders = (queries: readonly string[]) => asked('orders', '/api/v1/orders', queries)
  return [
    ...asked('products', '/api/v1/products', [
      '',
      'status=all',
      'sort=title',
      'sort=updated',
      `categoryId=${at.category}`,
      'status=draft&sort=title',
      'stockAtMost=3&limit=20',
      'limit=100',
    ]),
    ...asked('search', '/api/v1/products', searches.map(search)),
    ...asked('search', '/api/v1/products', [
      `q=${barcode(4000)}`,
      `q=${barcode(4000)}&status=all`,
      `${search('杯')}&categoryId=${at.category}`,
      `${search('tea')}&stockAtMost=3`,
    ]),
    ...orders([
      '',
      'state=placed',
      'state=placed,paid,ready',
      'state=closed',
      'state=returned,part-returned',
      `storeId=${at.storeId}`,
      `storeId=${at.storeId}&state=ready`,
      'channel=live',
      'channel=counter&state=cancelled',
      'kind=delivery',
      'kind=delivery&state=shipped',
      'roomSlug=main',
      `from=${ago(40)}&to=${ago(30)}`,
      `storeId=${at.storeId}&kind=pickup&from=${ago(200)}&to=${ago(199)}`,
      cursor,
      `state=closed&${cursor}`,
      `storeId=${at.storeId}&${cursor}`,
    ]),
    ...asked('order search', '/api/v1/orders', [
      `q=${at.number}`,
      `q=${at.number.slice(-4)}`,
      `q=${at.phone}`,
      `q=${at.phone.slice(-4)}`,
      search('王小明'),
      search('李伟'),
      search('王'),
      search('anna'),
      search('nobody'),
      search('没有人'),
      'q=SKU-5-0',
      'q=sku-99-0',
      `${search('李伟')}&state=placed`,
      `${search('SKU-5-0')}&storeId=${at.storeId}`,
      `${search('张')}&${cursor}`,
    ]),
    ...asked('today', '/api/v1/figures/today', ['', `storeId=${at.storeId}`]),
    ...asked('days, kept', '/api/v1/figures/days', ['days=30', 'days=92']),
    ...asked('levels', '/api/v1/stock/levels', [
      '',
      `storeId=${at.storeId}`,
      'sort=least',
      `sort=most&storeId=${at.storeId}`,
      `search=${barcode(4000)}`,
      'search=SKU-500-0',
      `search=${encodeURIComponent('茶壶')}`,
      `search=handmade%20teapot&storeId=${at.storeId}`,
      'low=true',
      `low=true&sort=least&storeId=${at.storeId}`,
    ]),
    ...asked('low stock', '/api/v1/stock/low', ['', `storeId=${at.storeId}`]),
    ...asked('audit', '/api/v1/audit', [
      '',
      'action=product.updated',
      'actorId=staff-3',
      `from=${ago(9)}&to=${ago(8)}`,
    ]),
    ...asked('audit', '/api/v1/audit', [
      'subjectKind=product&subjectId=p7',
      `from=${ago(200)}&to=${ago(199)}`,
    ]),
  ]
}

const searches = [
  '杯',
  '茶壶',
  '山月 茶壶',
  '手工陶瓷杯',
  '有机绿茶',
  '适合日常',
  '白',
  '茶 Tea',
  '连衣裙 限量',
  'tea',
  'handmade',
  'handmade teapot',
  'light cotton shirt',
  'jas',
  'k',
  'gift box red',
  'Nordwind lamp',
  'easy to clean',
  'made for every day glass teapot',
  'A123',
  'SKU-4711-0',
  'sku-47',
  'zzzz',
  'a b c',
]
