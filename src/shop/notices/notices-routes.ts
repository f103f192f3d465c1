import { z } from 'zod'
import { idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { noticeViewSchema } from '../../wire.ts'
import type { Notices } from './notices.ts'

export function noticesRoutes({ notices }: { readonly notices: Notices }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/notices',
      summary:
        'What the merchant must hear of, newest first: late payments, shortfalls; `seen=all` with the old ones',
      access: 'orders.read',
      query: z.object({ ...sliceQuery, seen: z.enum(['no', 'all']).default('no') }),
      answers: { 200: pageSchema(noticeViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: await notices.list(actor, { seen: query.seen === 'all' }, readSlice(query)),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/notices/:id/seen',
      summary: 'Say that a notice was seen',
      access: 'orders.fulfil',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await notices.seen(params.id, actor)
        return { status: 204 }
      },
    }),
  ]
}
