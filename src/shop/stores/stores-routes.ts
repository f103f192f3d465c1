import { z } from 'zod'
import { idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { storeViewSchema } from '../../wire.ts'
import { newStoreSchema, storeChangesSchema } from './store-fields.ts'
import type { Stores } from './stores.ts'

export function storesRoutes({ stores }: { readonly stores: Stores }): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/stores',
      summary: 'Open a store',
      access: 'stores.write',
      body: newStoreSchema,
      answers: { 201: storeViewSchema },
      handle: async ({ body }) => ({ status: 201, body: await stores.create(body) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/stores',
      summary: 'List the stores, oldest first',
      access: 'public',
      query: z.object(sliceQuery),
      answers: { 200: pageSchema(storeViewSchema) },
      handle: async ({ query }) => ({ status: 200, body: await stores.list(readSlice(query)) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/stores/:id',
      summary: 'Read a store',
      access: 'public',
      params: idParams,
      answers: { 200: storeViewSchema },
      handle: async ({ params }) => ({ status: 200, body: await stores.view(params.id) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/stores/:id',
      summary: 'Change a store',
      access: 'stores.write',
      params: idParams,
      body: storeChangesSchema,
      answers: { 200: storeViewSchema },
      handle: async ({ params, body }) => ({ status: 200, body: await stores.update(params.id, body) }),
    }),
  ]
}
