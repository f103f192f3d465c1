import { z } from 'zod'
import { requireStore } from '../../access.ts'
import { idField, idParams, text } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { shiftViewSchema, tillItemViewSchema } from '../../wire.ts'
import { staffAuthor } from '../actors.ts'
import { readIdempotencyKey } from '../idempotency/key-header.ts'
import type { Goods } from './goods.ts'
import type { Shifts } from './shifts.ts'
import { cashMovementSchema, newShiftSchema, shiftEndSchema } from './till-fields.ts'

const flag = z.enum(['true', 'false']).transform(value => value === 'true')

export function tillRoutes({ shifts, goods }: { readonly shifts: Shifts; readonly goods: Goods }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/till/items',
      summary:
        'What a store can sell over the counter; with `q` what is called so, a whole barcode or SKU alone',
      access: 'sales.write',
      query: z.object({ ...sliceQuery, storeId: idField, q: text(0, 100).optional() }),
      answers: { 200: pageSchema(tillItemViewSchema) },
      handle: async ({ query, actor }) => {
        requireStore(actor, query.storeId)
        const part = { cursor: query.cursor ?? null, limit: query.limit }
        return { status: 200, body: await goods.list(query.storeId, query.q || null, part) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/shifts',
      summary: 'Open a shift at a till with its counted cash; a till is open once at a time',
      access: 'sales.write',
      body: newShiftSchema,
      answers: { 201: shiftViewSchema },
      handle: async request => {
        requireStore(request.actor, request.body.storeId)
        const key = readIdempotencyKey(request.header('idempotency-key'))
        return shifts.open(request.body, staffAuthor(request.actor), key)
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/shifts',
      summary: 'List the shifts, newest first',
      access: 'sales.write',
      query: z.object({
        ...sliceQuery,
        storeId: idField.optional(),
        till: text(1, 40).optional(),
        open: flag.optional(),
      }),
      answers: { 200: pageSchema(shiftViewSchema) },
      handle: async ({ query, actor }) => {
        if (query.storeId !== undefined) requireStore(actor, query.storeId)
        const own = actor.kind === 'staff' ? actor.storeId : null
        const filter = {
          storeId: query.storeId ?? own,
          till: query.till ?? null,
          open: query.open ?? null,
        }
        return { status: 200, body: await shifts.list(filter, readSlice(query)) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/shifts/:id',
      summary: 'Read a shift: an X-report while it is open, its Z-report once it is closed',
      access: 'sales.write',
      params: idParams,
      answers: { 200: shiftViewSchema },
      handle: async ({ params, actor }) => {
        requireStore(actor, await shifts.storeOf(params.id))
        return { status: 200, body: await shifts.view(params.id) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/shifts/:id/cash',
      summary: 'Put cash into a till, or take some out with a minus; with `Idempotency-Key` once only',
      access: 'sales.write',
      params: idParams,
      body: cashMovementSchema,
      answers: { 201: shiftViewSchema },
      handle: async request => {
        requireStore(request.actor, await shifts.storeOf(request.params.id))
        const key = readIdempotencyKey(request.header('idempotency-key'))
        return shifts.moveCash(request.params.id, request.body, staffAuthor(request.actor), key)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/shifts/:id/close',
      summary: 'Count and close a shift, once; with `Idempotency-Key` a retry gets the same report',
      access: 'sales.write',
      params: idParams,
      body: shiftEndSchema,
      answers: { 200: shiftViewSchema },
      handle: async request => {
        requireStore(request.actor, await shifts.storeOf(request.params.id))
        const key = readIdempotencyKey(request.header('idempotency-key'))
        return shifts.close(request.params.id, request.body, staffAuthor(request.actor), key)
      },
    }),
  ]
}
