import { z } from 'zod'
import { type Route, route } from '../route.ts'
import { type RoomView, roomViewSchema, slugSchema } from '../wire.ts'
import type { Rooms } from './rooms.ts'
import { productIdsField, roomParams, titleField } from './show-fields.ts'
import type { Shows } from './shows.ts'

const ingestSchema = z.object({
  rtmp: z.object({ server: z.string(), key: z.string() }),
  whip: z.object({ url: z.string(), token: z.string() }),
})
const summarySchema = roomViewSchema
  .pick({ slug: true, title: true, state: true, interrupted: true, show: true, viewers: true })
  .extend({ lineupCount: z.int(), imageUrl: z.string().nullable(), pinnedTitle: z.string().nullable() })

export type RoomRoutesOptions = {
  readonly rooms: Rooms
  readonly shows: Shows
  /** @throws NotFoundError */
  readonly roomView: (slug: string) => Promise<RoomView>
  /** Where this server is reached: by the configured address, else by the one the caller used. */
  readonly addresses: (used: string) => { readonly site: string; readonly rtmp: string }
}

export function roomRoutes({ rooms, shows, roomView, addresses }: RoomRoutesOptions): readonly Route[] {
  const ingest = (used: string, slug: string, key: string): z.infer<typeof ingestSchema> => {
    const { site, rtmp } = addresses(used)
    return { rtmp: { server: `${rtmp}/live`, key }, whip: { url: `${site}/whip/${slug}`, token: key } }
  }
  return [
    route({
      method: 'POST',
      path: '/api/v1/rooms',
      summary: 'Make a room',
      access: 'rooms.manage',
      body: z.strictObject({ slug: slugSchema, title: titleField }),
      answers: {
        201: z.object({
          slug: z.string(),
          title: z.string(),
          streamKey: z.string(),
          ingest: ingestSchema,
          playback: z.object({ page: z.string(), hls: z.string(), whep: z.string() }),
        }),
      },
      handle: async ({ body: { slug, title }, site: used }) => {
        const { streamKey } = await rooms.create(slug, title)
        const { site } = addresses(used)
        const playback = {
          page: `${site}/r/${slug}`,
          hls: `${site}/hls/${slug}/index.m3u8`,
          whep: `${site}/whep/${slug}`,
        }
        const body = { slug, title, streamKey, ingest: ingest(used, slug, streamKey), playback }
        return { status: 201, headers: { location: `/api/v1/rooms/${slug}` }, body }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/rooms',
      summary: 'The rooms, by slug',
      access: 'public',
      query: z.object({
        cursor: slugSchema.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      answers: { 200: z.object({ items: z.array(summarySchema), next: z.string().nullable() }) },
      handle: async ({ query }) => {
        const { slugs, next } = await rooms.list(query.cursor ?? null, query.limit)
        const views = await Promise.all(slugs.map(slug => rooms.view(slug)))
        const items = views
          .filter(view => view !== null)
          .map(({ slug, title, state, interrupted, show, viewers, lineup, pinned }) => ({
            ...{ slug, title, state, interrupted, show, viewers, lineupCount: lineup.length },
            imageUrl:
              show?.coverUrl ?? lineup.find(product => product.images.length > 0)?.images.at(-1)?.url ?? null,
            pinnedTitle: lineup.find(product => product.id === pinned?.productId)?.title ?? null,
          }))
        return { status: 200, body: { items, next } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/rooms/:slug',
      summary: 'A room: its stream, lineup, and the product in the picture',
      access: 'public',
      params: roomParams,
      answers: { 200: roomViewSchema },
      handle: async request => ({ status: 200, body: await roomView(request.params.slug) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/rooms/:slug',
      summary: "Change a room's title",
      access: 'rooms.manage',
      params: roomParams,
      body: z.strictObject({ title: titleField }),
      answers: { 200: roomViewSchema },
      handle: async request => {
        await rooms.setTitle(request.params.slug, request.body.title)
        return { status: 200, body: await roomView(request.params.slug) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/rooms/:slug/ingest',
      summary: 'Where a host pushes to, with the key',
      access: 'rooms.host',
      params: roomParams,
      answers: { 200: ingestSchema },
      handle: async ({ params: { slug }, site }) => ({
        status: 200,
        body: ingest(site, slug, await rooms.streamKey(slug)),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rooms/:slug/stream-key',
      summary: 'Make a new stream key; the old one stops working at once',
      access: 'rooms.manage',
      params: roomParams,
      answers: { 200: ingestSchema },
      handle: async ({ params: { slug }, site }) => ({
        status: 200,
        body: ingest(site, slug, await rooms.rotateStreamKey(slug)),
      }),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/rooms/:slug/lineup',
      summary: "Set the lineup of the room's current show, in this order",
      access: 'rooms.host',
      params: roomParams,
      body: z.strictObject({ productIds: productIdsField }),
      answers: { 200: roomViewSchema },
      handle: async request => {
        await shows.setRoomLineup(request.params.slug, request.body.productIds)
        return { status: 200, body: await roomView(request.params.slug) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/rooms/:slug/end',
      summary: 'End the live show now',
      access: 'rooms.host',
      params: roomParams,
      answers: { 204: null },
      handle: async ({ params }) => {
        await rooms.end(params.slug)
        return { status: 204 }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/rooms/:slug/wait',
      summary: 'Let an interrupted show wait longer for its host',
      access: 'rooms.host',
      params: roomParams,
      body: z.strictObject({ seconds: z.int().min(1).max(3600) }),
      answers: { 200: roomViewSchema },
      handle: async ({ params: { slug }, body }) => {
        await rooms.wait(slug, body.seconds)
        return { status: 200, body: await roomView(slug) }
      },
    }),
  ]
}
