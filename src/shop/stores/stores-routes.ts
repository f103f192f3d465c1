import { z } from 'zod'
import { may, requireEveryStore, requireStore } from '../../access.ts'
import { idField, idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { storeDetailViewSchema } from '../../wire.ts'
import { author } from '../actors.ts'
import { newStoreSchema, storeChangesSchema } from './store-fields.ts'
import type { Stores } from './stores.ts'

/** `30.25,120.16` */
const positionField = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,12})?, ?-?\d{1,3}(\.\d{1,12})?$/, {
    error: 'must be a latitude and a longitude such as 30.25,120.16',
  })
  .transform(text => {
    const [latitude = 0, longitude = 0] = text.split(',').map(Number)
    return { latitude, longitude }
  })
  .refine(({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, {
    error: 'must be on the earth',
  })

const listQuery = z.object({
  ...sliceQuery,
  /** Nearest first. */
  near: positionField.optional(),
  /** Only stores that have `quantity` of it to sell. */
  variantId: idField.optional(),
  quantity: z.coerce.number().int().min(1).max(1_000_000).default(1),
  /** Those that closed for good are for staff. */
  status: z.enum(['open', 'closed', 'all']).default('open'),
})

export function storesRoutes({ stores }: { readonly stores: Stores }): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/stores',
      summary: 'Open a store',
      access: 'stores.write',
      body: newStoreSchema,
      answers: { 201: storeDetailViewSchema },
      handle: async ({ body, actor }) => {
        requireEveryStore(actor)
        return { status: 201, body: await stores.create(body, author(actor)) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/stores',
      summary: 'List the stores, oldest or nearest first, all or those that have a variant',
      access: 'public',
      query: listQuery,
      answers: { 200: pageSchema(storeDetailViewSchema) },
      handle: async ({ query, actor }) => {
        const { near = null, variantId, quantity } = query
        const status = may(actor, 'stock.read') ? query.status : 'open'
        const having = variantId === undefined ? null : { variantId, quantity }
        return { status: 200, body: await stores.list({ status, near, having }, readSlice(query)) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/stores/:id',
      summary: 'Read a store',
      access: 'public',
      params: idParams,
      answers: { 200: storeDetailViewSchema },
      handle: async ({ params }) => ({ status: 200, body: await stores.view(params.id) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/stores/:id',
      summary: 'Change a store',
      access: 'stores.write',
      params: idParams,
      body: storeChangesSchema,
      answers: { 200: storeDetailViewSchema },
      handle: async ({ params, body, actor }) => {
        requireStore(actor, params.id)
        return { status: 200, body: await stores.update(params.id, body, author(actor)) }
      },
    }),
  ]
}
