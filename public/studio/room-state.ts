import type { ProductView, RoomView, ServerMessage } from '../../src/wire.ts'

/** A room as the studio needs it; pure: the same message on the same room gives the same room. */
export function withMessage(room: RoomView | null, message: ServerMessage): RoomView | null {
  if (message.type === 'room') return message.room
  if (room === null) return room
  switch (message.type) {
    case 'state':
      return {
        ...room,
        state: message.state,
        interrupted: message.state === 'offline' ? null : room.interrupted,
      }
    case 'interrupted':
      return { ...room, interrupted: message.interrupted }
    case 'pinned':
      return {
        ...room,
        pinned: { productId: message.productId, rect: message.rect, since: message.since },
      }
    case 'unpinned':
      return room.pinned?.productId === message.productId ? { ...room, pinned: null } : room
    case 'product':
      return {
        ...room,
        lineup: room.lineup.map(product => (product.id === message.product.id ? message.product : product)),
      }
    case 'viewers':
      return { ...room, viewers: message.count }
    default:
      return room
  }
}

/** Says how many units of a variant can be bought now, over all stores. */
export function withAvailable(
  products: readonly ProductView[],
  variantId: string,
  available: number,
): ProductView[] {
  return products.map(product => ({
    ...product,
    variants: product.variants.map(variant =>
      variant.id === variantId ? { ...variant, available } : variant,
    ),
  }))
}
