import { z } from 'zod'
import { idParams } from '../fields.ts'
import { pageSchema, sliceQuery } from '../paging.ts'
import { type Route, route } from '../route.ts'
import { showPageViewSchema, showViewSchema, slugSchema } from '../wire.ts'
import { readShowSlice } from './show-cursor.ts'
import { newShowSchema, productIdsField, roomParams, showChangesSchema } from './show-fields.ts'
import type { Shows } from './shows.ts'

export function showRoutes({ shows }: { readonly shows: Shows }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/shows',
      summary: 'Shows: live and past ones, the latest first; or those to come, the next first',
      access: 'public',
      query: z.object({
        when: z.enum(['live', 'upcoming', 'past']),
        room: slugSchema.optional(),
        ...sliceQuery,
      }),
      answers: { 200: pageSchema(showViewSchema) },
      handle: async ({ query }) => ({
        status: 200,
        body: await shows.list(query.when, query.room ?? null, readShowSlice(query)),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rooms/:slug/shows',
      summary: 'Plan a show',
      access: 'rooms.host',
      params: roomParams,
      body: newShowSchema,
      answers: { 201: showViewSchema },
      handle: async ({ params, body }) => {
        const show = await shows.schedule(params.slug, body)
        return { status: 201, headers: { location: `/api/v1/shows/${show.id}` }, body: show }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/shows/:id',
      summary: 'A show with its products, its pins, and its replay',
      access: 'public',
      params: idParams,
      answers: { 200: showPageViewSchema },
      handle: async ({ params }) => ({ status: 200, body: await shows.page(params.id) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/shows/:id',
      summary: "Change a show's title, or the time of one that has not begun",
      access: 'rooms.host',
      params: idParams,
      body: showChangesSchema,
      answers: { 200: showViewSchema },
      handle: async ({ params, body }) => ({ status: 200, body: await shows.change(params.id, body) }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/shows/:id',
      summary: 'Delete a planned show',
      access: 'rooms.host',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params }) => {
        await shows.remove(params.id)
        return { status: 204 }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/shows/:id/lineup',
      summary: "Set a show's products, in this order",
      access: 'rooms.host',
      params: idParams,
      body: z.strictObject({ productIds: productIdsField }),
      answers: { 200: showPageViewSchema },
      handle: async ({ params, body }) => ({
        status: 200,
        body: await shows.setLineup(params.id, body.productIds),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/shows/:id/replay',
      summary: 'Delete what was recorded of a show',
      access: 'rooms.host',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params }) => {
        await shows.removeReplay(params.id)
        return { status: 204 }
      },
    }),
  ]
}
