import type { SampleShopPorts } from './demo/sample-shop.ts'
import type { RoomSide } from './room/room-side.ts'
import { newProductSchema } from './shop/catalog/product-fields.ts'
import type { Shop } from './shop/shop.ts'

/** How the sample shop is made: by the same calls as any other. */
export function sampleShopPorts(shop: Shop, { rooms, shows }: RoomSide): SampleShopPorts {
  return {
    isEmpty: async () => !(await shop.catalog.hasAny()),
    createStore: store => shop.stores.create(store),
    createProduct: product => shop.catalog.create(newProductSchema.parse(product)),
    setImage: async (productId, bytes) => {
      await shop.pictures.setFirst(productId, bytes)
    },
    receive: async (storeId, variantId, quantity) => {
      await shop.stock.adjust({ storeId, variantId, delta: quantity, reason: 'delivery' }, null)
    },
    createRoom: async (slug, title) => {
      await rooms.create(slug, title)
    },
    setLineup: (slug, productIds) => shows.setRoomLineup(slug, productIds),
  }
}
