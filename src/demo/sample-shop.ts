import { readFile } from 'node:fs/promises'

/** What the sample shop asks of the shop and the rooms: the same calls that a person's clicks make. */
export type SampleShopPorts = {
  readonly isEmpty: () => Promise<boolean>
  readonly createStore: (store: SampleStore) => Promise<{ readonly id: string }>
  readonly createProduct: (product: {
    readonly title: string
    readonly description: string
    readonly variants: readonly SampleVariant[]
  }) => Promise<{ readonly id: string; readonly variants: readonly { readonly id: string }[] }>
  readonly setImage: (productId: string, picture: Buffer) => Promise<void>
  readonly receive: (storeId: string, variantId: string, quantity: number) => Promise<void>
  readonly createRoom: (slug: string, title: string) => Promise<void>
  readonly setLineup: (slug: string, productIds: readonly string[]) => Promise<void>
}

type SampleStore = {
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly latitude: number
  readonly longitude: number
  readonly pickup: 'local'
  readonly opens: string
  readonly closes: string
}

type Price = { readonly amount: number; readonly currency: string }

type SampleVariant = {
  readonly sku: string
  readonly title: string
  readonly barcode: string
  readonly price: Price
  readonly compareAtPrice: Price | null
}

export const sampleRoom = { slug: 'tea', title: '山野茶铺 · 新茶开播' }

const stores: readonly SampleStore[] = [
  {
    name: '湖滨店',
    address: '杭州市上城区东坡路 7 号',
    phone: '0571-8700 0001',
    latitude: 30.2552,
    longitude: 120.1636,
    pickup: 'local',
    opens: '09:30',
    closes: '21:30',
  },
  {
    name: '运河店',
    address: '杭州市拱墅区桥弄街 18 号',
    phone: '0571-8700 0002',
    latitude: 30.3195,
    longitude: 120.1352,
    pickup: 'local',
    opens: '09:30',
    closes: '21:30',
  },
  {
    name: '滨江店',
    address: '杭州市滨江区江南大道 228 号',
    phone: '0571-8700 0003',
    latitude: 30.2084,
    longitude: 120.2121,
    pickup: 'local',
    opens: '09:30',
    closes: '21:30',
  },
]

type SampleProduct = {
  readonly picture: string
  readonly title: string
  readonly description: string
  /** SKU, title, price and struck price in fen, stock by store. */
  readonly variants: readonly (readonly [string, string, number, number | null, readonly number[]])[]
}

const products: readonly SampleProduct[] = [
  {
    picture: 'longjing.webp',
    title: '明前龙井 · 狮峰核心产区',
    description: '清明前手采，豆香清甜。建议 80 ℃ 水温冲泡。',
    variants: [
      ['LJ-050', '50 克', 9800, 12800, [24, 16, 12]],
      ['LJ-250', '250 克罐装', 45800, 52800, [6, 3, 2]],
    ],
  },
  {
    picture: 'osmanthus.webp',
    title: '桂花乌龙 · 三窨一提',
    description: '满觉陇的鲜桂花，窨三次，冷泡也好喝。',
    variants: [['GH-100', '100 克', 6900, null, [30, 22, 18]]],
  },
  {
    picture: 'puer.webp',
    title: '古树普洱熟茶饼 357g',
    description: '八年陈，汤色红亮，入口绵甜。',
    variants: [['PE-357', '一饼', 26800, 32800, [8, 5, 0]]],
  },
  {
    picture: 'gaiwan.webp',
    title: '青花盖碗 · 手绘山水',
    description: '景德镇白瓷，150 毫升，不烫手的翻口。',
    variants: [['GW-150', '150 毫升', 15900, null, [10, 0, 4]]],
  },
  {
    picture: 'celadon.webp',
    title: '龙泉青瓷主人杯',
    description: '梅子青釉，越用越温润。',
    variants: [['QC-090', '90 毫升', 8800, 10800, [3, 2, 1]]],
  },
  {
    picture: 'biscuits.webp',
    title: '龙井茶酥礼盒（12 枚）',
    description: '当日烘焙，配茶正好。',
    variants: [['CS-012', '12 枚', 4800, null, [40, 35, 28]]],
  },
]

/** Fills an empty shop with three stores, products with pictures and stock, and a room with its lineup. */
export async function loadSampleShop(ports: SampleShopPorts, currency: string): Promise<void> {
  if (!(await ports.isEmpty())) return
  const storeIds: string[] = []
  for (const store of stores) storeIds.push((await ports.createStore(store)).id)
  const productIds: string[] = []
  for (const [index, product] of products.entries()) {
    const made = await ports.createProduct({
      title: product.title,
      description: product.description,
      variants: product.variants.map(([sku, title, amount, compareAt], position) => ({
        sku,
        title,
        barcode: barcode(index * 10 + position),
        price: { amount, currency },
        compareAtPrice: compareAt === null ? null : { amount: compareAt, currency },
      })),
    })
    productIds.push(made.id)
    await ports.setImage(made.id, await readFile(new URL(`./pictures/${product.picture}`, import.meta.url)))
    for (const [position, variant] of made.variants.entries()) {
      for (const [place, storeId] of storeIds.entries()) {
        const quantity = product.variants[position]?.[4][place] ?? 0
        if (quantity > 0) await ports.receive(storeId, variant.id, quantity)
      }
    }
  }
  await ports.createRoom(sampleRoom.slug, sampleRoom.title)
  await ports.setLineup(sampleRoom.slug, productIds)
}

/** An EAN-13 in the range that GS1 leaves to shops for their own use (prefix 20). */
function barcode(number: number): string {
  const digits = `20${String(number).padStart(10, '0')}`
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return `${digits}${(10 - (sum % 10)) % 10}`
}
