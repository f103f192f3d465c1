import type { PinView, ProductView, RoomView } from '../../../src/wire.ts'
import { plainProduct } from '../../helpers/product-view.ts'

export const rect = { x: 0.05, y: 0.7, width: 0.4, height: 0.2 }

export function pin(productId: string, since: string, until: string | null): PinView {
  return { productId, rect, since, until }
}

export function product(id: string, ...left: number[]): ProductView {
  return {
    id,
    title: id,
    description: '',
    ...plainProduct,
    variants: left.map((available, index) => ({
      id: `${id}-${index}`,
      sku: `${id}-${index}`,
      title: '',
      barcode: null,
      price: { amount: 1000 + index, currency: 'CNY' },
      compareAtPrice: null,
      options: [],
      available,
    })),
  }
}

export function room(change: Partial<RoomView> = {}): RoomView {
  return {
    slug: 'main',
    title: 'Main',
    state: 'live',
    show: null,
    coverUrl: null,
    interrupted: null,
    nextShow: null,
    lineup: [],
    pinned: null,
    recentPins: [],
    viewers: 0,
    ...change,
  }
}
