import { z } from 'zod'
import { may, requireStore } from '../../access.ts'
import { idField } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { levelViewSchema, movementViewSchema } from '../../wire.ts'
import { author } from '../actors.ts'
import { readIdempotencyKey } from '../idempotency/key-header.ts'
import { narrowed } from './documents.ts'
import type { Stock } from './stock.ts'
import { adjustmentSchema } from './stock-fields.ts'

export function stockRoutes({ stock }: { readonly stock: Stock }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/stock',
      summary: 'The levels of a variant in each store; of what is not on sale only for staff',
      access: 'public',
      query: z.object({ variantId: idField }),
      answers: { 200: z.object({ levels: z.array(levelViewSchema) }) },
      handle: async ({ query, actor }) => {
        const keeper = may(actor, 'stock.read') || may(actor, 'catalog.write')
        return { status: 200, body: { levels: await stock.levels(query.variantId, keeper) } }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/stock/adjustments',
      summary: 'Add to or take from what a store has; with `Idempotency-Key` once only',
      access: 'stock.adjust',
      body: adjustmentSchema,
      answers: { 201: levelViewSchema },
      handle: async request => {
        const { body, actor } = request
        requireStore(actor, body.storeId)
        const key = readIdempotencyKey(request.header('idempotency-key'))
        if (key === null) return { status: 201, body: await stock.adjust(body, author(actor)) }
        const kept = await stock.adjustOnce(body, author(actor), key)
        return { status: kept.status, body: kept.body }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/stock/movements',
      summary: 'The ledger, newest first',
      access: 'stock.read',
      query: z.object({ ...sliceQuery, variantId: idField.optional(), storeId: idField.optional() }),
      answers: { 200: pageSchema(movementViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        body: await stock.movements(
          { variantId: query.variantId ?? null, storeId: narrowed(actor, query.storeId ?? null) },
          readSlice(query),
        ),
      }),
    }),
  ]
}
