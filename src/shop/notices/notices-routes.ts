import { z } from 'zod'
import { idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { noticeViewSchema } from '../../wire.ts'
import { staffAuthor } from '../actors.ts'
import { unshared } from '../orders/buyer-access.ts'
import type { Notices } from './notices.ts'

export function noticesRoutes({ notices }: { readonly notices: Notices }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/notices',
      summary: 'What the merchant must hear of, newest first; `open`: only what nobody has seen',
      access: 'orders.read',
      query: z.object({ ...sliceQuery, open: z.enum(['true', 'false']).default('false') }),
      answers: { 200: pageSchema(noticeViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        headers: unshared,
        body: await notices.list(query.open === 'true', readSlice(query), actor),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/notices/:id/seen',
      summary: 'Say that a notice has been seen',
      access: 'orders.fulfil',
      params: idParams,
      answers: { 200: noticeViewSchema },
      handle: async ({ params, actor }) => ({
        status: 200,
        headers: unshared,
        body: await notices.see(params.id, staffAuthor(actor), actor),
      }),
    }),
  ]
}
