import { z } from 'zod'
import { idParams, text } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { pictureRoute } from '../../picture-route.ts'
import { type Route, route } from '../../route.ts'
import { productViewSchema, variantViewSchema } from '../../wire.ts'
import type { Catalog } from './catalog.ts'
import { newProductSchema, productChangesSchema, variantChangesSchema } from './product-fields.ts'

export function catalogRoutes(deps: { readonly catalog: Catalog; readonly maxImageBytes: number }): Route[] {
  const { catalog } = deps
  return [
    route({
      method: 'POST',
      path: '/api/v1/products',
      summary: 'Add a product with its variants',
      access: 'catalog.write',
      body: newProductSchema,
      answers: { 201: productViewSchema },
      handle: async ({ body }) => ({ status: 201, body: await catalog.create(body) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products',
      summary: 'List the products, newest first, or those whose titles, SKUs or barcodes contain `q`',
      access: 'public',
      query: z.object({ ...sliceQuery, q: text(0, 100).optional() }),
      answers: { 200: pageSchema(productViewSchema) },
      handle: async ({ query }) => ({
        status: 200,
        body: await catalog.list(query.q || null, readSlice(query)),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products/:id',
      summary: 'Read a product',
      access: 'public',
      params: idParams,
      answers: { 200: productViewSchema },
      handle: async ({ params }) => ({ status: 200, body: await catalog.view(params.id) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/products/:id',
      summary: "Change a product's texts",
      access: 'catalog.write',
      params: idParams,
      body: productChangesSchema,
      answers: { 200: productViewSchema },
      handle: async ({ params, body }) => ({ status: 200, body: await catalog.update(params.id, body) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/variants/:id',
      summary: "Change a variant's title, barcode or prices",
      access: 'catalog.write',
      params: idParams,
      body: variantChangesSchema,
      answers: { 200: variantViewSchema },
      handle: async ({ params, body }) => ({
        status: 200,
        body: await catalog.updateVariant(params.id, body),
      }),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/products/:id/image',
      summary: "Replace a product's picture",
      access: 'catalog.write',
      params: idParams,
      rawBody: {
        maxBytes: deps.maxImageBytes,
        types: ['image/*', 'application/octet-stream'],
      },
      answers: { 200: productViewSchema },
      handle: async ({ params, body }) => ({ status: 200, body: await catalog.setImage(params.id, body) }),
    }),
    pictureRoute('products', 'A picture of a product', file => catalog.picture(file)),
  ]
}
