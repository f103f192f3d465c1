import { fold, searchVersion, termsOf } from '../src/shop/catalog/search-terms.ts'
import type { Dice } from './big-shop-dice.ts'
import {
  brands,
  categories,
  colours,
  kinds,
  type Named,
  qualities,
  told,
  toldEnglish,
} from './big-shop-words.ts'
import type { Load } from './bulk-load.ts'

/** What is ordered: a variant with what lines copy of it. */
export type Ware = {
  readonly variantId: string
  readonly productId: string
  readonly sku: string
  readonly title: string
  readonly variantTitle: string
  readonly price: number
}
export type Goods = { readonly storeIds: readonly string[]; readonly wares: readonly Ware[] }

const day = 86_400_000
const storeNames = ['人民路店', 'Riverside', '中山店', 'Old Town', '机场店']
const week = JSON.stringify(
  Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(name => [
      name,
      [{ opens: '09:00', closes: '21:00' }],
    ]),
  ),
)

/** Stores, categories, and so many products, made over the year before `from`. */
export async function addGoods(load: Load, dice: Dice, products: number, from: number): Promise<Goods> {
  const storeIds = storeNames.map((name, index) => {
    const id = dice.id(from - 400 * day + index)
    load.add('stores', {
      ...{
        id,
        name,
        address: `${name} ${index + 1}`,
        phone: null,
        latitude: 31 + index / 10,
        longitude: 121,
      },
      ...{ pickup: 'all', opens: '09:00', closes: '21:00', week, holidays: '[]' },
      ...{ delivery_kind: 'everywhere', delivery_kilometres: null },
      ...{ visit_minutes: null, visit_capacity: null, visit_days: null, closed_at: null },
      created_at: from - 400 * day + index,
    })
    return id
  })
  const leaves = addCategories(load, dice, from - 399 * day)
  const wares: Ware[] = []
  for (let index = 0; index < products; index++) {
    const at = from - 390 * day + Math.floor((index / products) * 380 * day)
    addProduct(load, dice, index, at, leaves, wares)
    if (index % 5000 === 0) await load.flush()
  }
  return { storeIds, wares }
}

type Leaf = { readonly id: string; readonly names: readonly string[] }

function addCategories(load: Load, dice: Dice, at: number): Leaf[] {
  const name = ([chinese, english]: Named) => `${chinese} ${english}`
  return categories.flatMap(([parent, children], position) => {
    const id = dice.id(at)
    load.add('categories', {
      ...{ id, parent_id: null, parent_depth: null, depth: 1, position, name: name(parent), created_at: at },
    })
    return children.map((child, place) => {
      const leaf = dice.id(at)
      load.add('categories', {
        ...{ id: leaf, parent_id: id, parent_depth: 1, depth: 2, position: place, name: name(child) },
        created_at: at,
      })
      return { id: leaf, names: [name(child), name(parent)] }
    })
  })
}

function addProduct(
  load: Load,
  dice: Dice,
  index: number,
  at: number,
  leaves: readonly Leaf[],
  wares: Ware[],
): void {
  const id = dice.id(at)
  const [brand, quality, more, kind] = [
    dice.one(brands),
    dice.one(qualities),
    dice.one(qualities),
    dice.one(kinds),
  ]
  const model = `${String.fromCharCode(65 + dice.below(26))}${100 + dice.below(900)}`
  const chinese = dice.chance(0.6)
  const title = chinese
    ? `${brand[0]}${quality[0]}${more[0]}${kind[0]} ${model}`
    : `${brand[1]} ${quality[1]} ${more[1]} ${kind[1]} ${model}`
  const sentences = Array.from({ length: 3 }, () => dice.one(chinese ? told : toldEnglish))
  const description = sentences.join(chinese ? '。' : '. ')
  const leaf = dice.one(leaves)
  const shades = dice.chance(0.5)
    ? []
    : colours.slice(0, 2 + dice.below(3)).map(pair => pair[chinese ? 0 : 1])
  const option = { name: chinese ? '颜色' : 'Colour', values: shades }
  const variants = (shades.length === 0 ? [null] : shades).map((shade, position) => ({
    id: dice.id(at),
    ...{ product_id: id, position, sku: `SKU-${index}-${position}`, title: shade ?? '' },
    barcode: dice.chance(0.9) ? barcode(index * 8 + position) : null,
    ...{ price: 500 + dice.below(400) * 100, compare_at_price: null, currency: 'CNY' },
    ...{ options: JSON.stringify(shade === null ? [] : [shade]), archived_at: null, price_since: at },
    ...{ lowest_7_days: null, lowest_30_days: null },
  }))
  load.add('products', {
    ...{ id, title, description, created_at: at, handle: null },
    status: dice.chance(0.94) ? 'active' : dice.chance(0.5) ? 'draft' : 'archived',
    ...{ stock_policy: 'hold', return_days: 7, return_exception: null },
    options: JSON.stringify(shades.length === 0 ? [] : [option]),
    ...{ title_key: fold(title), search_version: searchVersion, version: 1, updated_at: at },
  })
  load.add('product_categories', { product_id: id, category_id: leaf.id })
  for (const variant of variants) {
    load.add('variants', variant)
    load.add('price_changes', {
      ...{ id: dice.id(at), variant_id: variant.id, price: variant.price, compare_at_price: null },
      ...{ currency: 'CNY', staff_id: null, at },
    })
    const { id: variantId, sku, price } = variant
    wares.push({ variantId, productId: id, sku, title, variantTitle: variant.title, price })
  }
  const terms = termsOf({
    ...{ title, description, names: [...variants.map(variant => variant.title), ...shades, ...leaf.names] },
    codes: variants.flatMap(({ sku, barcode }) => (barcode === null ? [sku] : [sku, barcode])),
  })
  for (const { term, tier } of terms) load.add('search_terms', { product_id: id, term, tier })
}

/** Such an EAN-13 as shops print themselves. */
export function barcode(number: number): string {
  const digits = `20${String(number).padStart(10, '0')}`
  const sum = Array.from(digits).reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  )
  return `${digits}${(10 - (sum % 10)) % 10}`
}
