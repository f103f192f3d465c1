import { idParams } from '../fields.ts'
import { pictureRoute } from '../picture-route.ts'
import { type Route, route } from '../route.ts'
import { type RoomView, roomViewSchema, showViewSchema } from '../wire.ts'
import type { Covers } from './covers.ts'
import type { Rooms } from './rooms.ts'
import { roomParams } from './show-fields.ts'
import type { Shows } from './shows.ts'

export type CoverRoutesOptions = {
  readonly rooms: Rooms
  readonly shows: Shows
  readonly covers: Covers
  /** @throws NotFoundError */
  readonly roomView: (slug: string) => Promise<RoomView>
  readonly maxImageBytes: number
}

export function coverRoutes(options: CoverRoutesOptions): readonly Route[] {
  const { rooms, shows, covers, roomView } = options
  const picture = { maxBytes: options.maxImageBytes, types: ['image/*', 'application/octet-stream'] }
  return [
    route({
      method: 'PUT',
      path: '/api/v1/rooms/:slug/cover',
      summary: "Replace a room's cover",
      access: 'rooms.manage',
      params: roomParams,
      rawBody: picture,
      answers: { 200: roomViewSchema },
      handle: async ({ params: { slug }, body }) => {
        await rooms.setCover(slug, body)
        return { status: 200, body: await roomView(slug) }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/rooms/:slug/cover',
      summary: "Remove a room's cover",
      access: 'rooms.manage',
      params: roomParams,
      answers: { 200: roomViewSchema },
      handle: async ({ params: { slug } }) => {
        await rooms.removeCover(slug)
        return { status: 200, body: await roomView(slug) }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/shows/:id/cover',
      summary: "Replace a show's own cover",
      access: 'rooms.host',
      params: idParams,
      rawBody: picture,
      answers: { 200: showViewSchema },
      handle: async ({ params, body }) => ({ status: 200, body: await shows.setCover(params.id, body) }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/shows/:id/cover',
      summary: "Remove a show's own cover",
      access: 'rooms.host',
      params: idParams,
      answers: { 200: showViewSchema },
      handle: async ({ params }) => ({ status: 200, body: await shows.removeCover(params.id) }),
    }),
    pictureRoute('covers', 'A cover', file => covers.file(file)),
  ]
}
