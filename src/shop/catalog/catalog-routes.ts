import { z } from 'zod'
import { may } from '../../access.ts'
import { ForbiddenError } from '../../errors.ts'
import { idField, idParams, text } from '../../fields.ts'
import { pageSchema, sliceQuery } from '../../paging.ts'
import { type Answer, type Route, route } from '../../route.ts'
import {
  type ProductView,
  priceChangeViewSchema,
  productStatusSchema,
  productViewSchema,
} from '../../wire.ts'
import { author } from '../actors.ts'
import type { Catalog } from './catalog.ts'
import { readEdit } from './edit.ts'
import { newProductSchema, productChangesSchema, statusChangeSchema } from './product-fields.ts'

const listQuery = z.object({
  ...sliceQuery,
  cursor: z.string().min(1).max(2000).optional(),
  q: text(0, 100).optional(),
  status: z.enum([...productStatusSchema.options, 'all']).default('active'),
  /** With all that is under it. */
  categoryId: idField.optional(),
  /** A variant of which so few units are left over all stores. */
  stockAtMost: z.coerce.number().int().min(0).max(9999).optional(),
  sort: z.enum(['newest', 'oldest', 'updated', 'title']).default('newest'),
})

export function catalogRoutes({ catalog }: { readonly catalog: Catalog }): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/products',
      summary: 'Add a product with its variants',
      access: 'catalog.write',
      body: newProductSchema,
      answers: { 201: productViewSchema },
      handle: async ({ body, actor }) => answer(201, await catalog.create(body, { author: author(actor) })),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products',
      summary:
        'List the products on sale, or find those that have all words of `q`: exact SKU or barcode first, then by title, names, description',
      access: 'public',
      query: listQuery,
      answers: { 200: pageSchema(productViewSchema) },
      handle: async ({ query, actor }) => {
        const keeper = may(actor, 'catalog.write')
        // Looking for scarce goods reads the whole stock: not for everybody.
        if ((query.status !== 'active' || query.stockAtMost !== undefined) && !keeper) {
          throw new ForbiddenError(
            'What is not on sale, or nearly sold out, is listed for those who may change the catalogue.',
          )
        }
        const question = {
          search: query.q || null,
          status: query.status === 'all' ? null : query.status,
          categoryId: query.categoryId ?? null,
          stockAtMost: query.stockAtMost ?? null,
          sort: query.sort,
          cursor: query.cursor ?? null,
          limit: query.limit,
        }
        return { status: 200, body: await catalog.list(question, keeper) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/products/status',
      summary: 'Put products on sale or take them off, all or none',
      access: 'catalog.write',
      body: statusChangeSchema,
      answers: { 200: z.object({ items: z.array(productViewSchema) }) },
      handle: async ({ body, actor }) => ({
        status: 200,
        body: { items: await catalog.setStatus(body.ids, body.status, author(actor)) },
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products/:id',
      summary: 'Read a product; its ETag goes into If-Match of a change',
      access: 'public',
      params: idParams,
      answers: { 200: productViewSchema },
      handle: async ({ params, actor }) =>
        answer(200, await catalog.view(params.id, may(actor, 'catalog.write'))),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products/:id/prices',
      summary: 'What the variants of a product were offered at, newest first; the last 100 changes',
      access: 'catalog.write',
      params: idParams,
      answers: { 200: z.object({ items: z.array(priceChangeViewSchema) }) },
      handle: async ({ params }) => ({ status: 200, body: { items: await catalog.prices(params.id) } }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/products/:id',
      summary: 'Change a product: texts, status, stock policy, return rule, categories',
      access: 'catalog.write',
      params: idParams,
      body: productChangesSchema,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { version, ...changes } = request.body
        return answer(200, await catalog.update(request.params.id, changes, readEdit(request, version)))
      },
    }),
  ]
}

export function answer(status: number, product: ProductView): Answer {
  return { status, headers: { etag: `"${product.version}"` }, body: product }
}
