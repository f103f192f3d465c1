import { z } from 'zod'
import { idField } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { pinViewSchema, type RoomView, roomViewSchema } from '../wire.ts'
import type { Pinning } from './pinning.ts'
import { roomParams } from './show-fields.ts'

export type PinRoutesOptions = {
  readonly pinning: Pinning
  /** @throws NotFoundError */
  readonly roomView: (slug: string) => Promise<RoomView>
}

export function pinRoutes({ pinning, roomView }: PinRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'PUT',
      path: '/api/v1/rooms/:slug/pin',
      summary: "Put a product's card into the picture",
      access: 'rooms.host',
      params: roomParams,
      body: z.strictObject({ productId: idField }),
      answers: { 200: roomViewSchema },
      handle: async ({ params: { slug }, body }) => {
        await pinning.pin(slug, body.productId)
        return { status: 200, body: await roomView(slug) }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/rooms/:slug/pin',
      summary: 'Take the card out of the picture',
      access: 'rooms.host',
      params: roomParams,
      answers: { 204: null },
      handle: async ({ params }) => {
        await pinning.unpin(params.slug)
        return { status: 204 }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/rooms/:slug/pins',
      summary: 'The pins of the last minutes',
      access: 'rooms.read',
      params: roomParams,
      answers: { 200: z.object({ items: z.array(pinViewSchema) }) },
      handle: async ({ params }) => ({
        status: 200,
        body: { items: (await roomView(params.slug)).recentPins },
      }),
    }),
  ]
}
