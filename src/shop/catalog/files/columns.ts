import type { ProductRow } from '../catalog-store.ts'

/** The columns of a file of products: one row a variant. */
export const columns = [
  /** What joins the rows of one product: any word that the shop chooses, or the product's id. */
  { key: 'product', zh: '商品编号', en: 'product' },
  { key: 'title', zh: '商品名称', en: 'title' },
  { key: 'description', zh: '描述', en: 'description' },
  { key: 'status', zh: '状态', en: 'status' },
  /** `茶叶 > 绿茶; 礼盒` */
  { key: 'categories', zh: '分类', en: 'categories' },
  { key: 'stockPolicy', zh: '库存策略', en: 'stock policy' },
  /** Days, or why not. */
  { key: 'returns', zh: '退货', en: 'returns' },
  { key: 'option1', zh: '选项1', en: 'option 1' },
  { key: 'value1', zh: '选项1的值', en: 'option 1 value' },
  { key: 'option2', zh: '选项2', en: 'option 2' },
  { key: 'value2', zh: '选项2的值', en: 'option 2 value' },
  { key: 'option3', zh: '选项3', en: 'option 3' },
  { key: 'value3', zh: '选项3的值', en: 'option 3 value' },
  { key: 'variant', zh: '规格名', en: 'variant' },
  { key: 'sku', zh: '货号', en: 'sku' },
  { key: 'barcode', zh: '条码', en: 'barcode' },
  { key: 'price', zh: '售价', en: 'price' },
  { key: 'struckPrice', zh: '划线价', en: 'struck price' },
  { key: 'currency', zh: '币种', en: 'currency' },
] as const

export type Column = (typeof columns)[number]['key']
export type Language = 'zh' | 'en'

/** A column by its header in either language; null: not one of ours. */
export function columnOf(header: string): Column | null {
  const plain = plainWord(header)
  return columns.find(({ zh, en }) => plain === plainWord(zh) || plain === plainWord(en))?.key ?? null
}

type Words<Value extends string> = Readonly<Record<Value, readonly [zh: string, en: string]>>

export const statusWords: Words<ProductRow['status']> = {
  draft: ['草稿', 'draft'],
  active: ['在售', 'active'],
  archived: ['下架', 'archived'],
}
export const policyWords: Words<ProductRow['stock_policy']> = {
  hold: ['下单预留', 'hold'],
  'first-paid': ['付款先得', 'first-paid'],
}
export const returnWords: Words<
  'made-to-order' | 'perishable' | 'sealed-opened' | 'digital' | 'newspaper' | 'other-stated'
> = {
  'made-to-order': ['不退：定制', 'none: made-to-order'],
  perishable: ['不退：鲜活易腐', 'none: perishable'],
  'sealed-opened': ['不退：拆封', 'none: sealed-opened'],
  digital: ['不退：数字内容', 'none: digital'],
  newspaper: ['不退：报刊', 'none: newspaper'],
  'other-stated': ['不退：其他已说明', 'none: other-stated'],
}

export function wordFor<Value extends string>(words: Words<Value>, value: Value, language: Language): string {
  return words[value][language === 'zh' ? 0 : 1]
}

export function valueFor<Value extends string>(words: Words<Value>, word: string): Value | null {
  const plain = plainWord(word)
  for (const value in words) if (words[value].some(known => plainWord(known) === plain)) return value
  return null
}

/** Without case, width and spaces. */
function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
}
