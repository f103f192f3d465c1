import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { pictureRoute } from '../../picture-route.ts'
import { type Route, route } from '../../route.ts'
import { productViewSchema } from '../../wire.ts'
import { answer } from './catalog-routes.ts'
import { readEdit } from './edit.ts'
import type { Pictures } from './pictures.ts'
import { altField, orderSchema, pictureChangesSchema } from './product-fields.ts'

const pictureParams = z.object({ id: idField, pictureId: idField })

export function picturesRoutes(deps: {
  readonly pictures: Pictures
  readonly maxImageBytes: number
}): Route[] {
  const { pictures } = deps
  const rawBody = { maxBytes: deps.maxImageBytes, types: ['image/*', 'application/octet-stream'] }
  return [
    route({
      method: 'PUT',
      path: '/api/v1/products/:id/image',
      summary: "Replace a product's first picture",
      access: 'catalog.write',
      params: idParams,
      rawBody,
      answers: { 200: productViewSchema },
      handle: async request =>
        answer(200, await pictures.setFirst(request.params.id, request.body, readEdit(request, undefined))),
    }),
    route({
      method: 'POST',
      path: '/api/v1/products/:id/pictures',
      summary: 'Add a picture behind the others; `variantId`: the variant that it shows',
      access: 'catalog.write',
      params: idParams,
      query: z.object({ alt: altField.default(''), variantId: idField.optional() }),
      rawBody,
      answers: { 201: productViewSchema },
      handle: async request => {
        const { alt, variantId = null } = request.query
        const edit = readEdit(request, undefined)
        return answer(201, await pictures.add(request.params.id, request.body, { alt, variantId }, edit))
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/products/:id/pictures/order',
      summary: 'Put the pictures in this order; the first stands for the product',
      access: 'catalog.write',
      params: idParams,
      body: orderSchema,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { ids, version } = request.body
        return answer(200, await pictures.order(request.params.id, ids, readEdit(request, version)))
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/products/:id/pictures/:pictureId',
      summary: 'Say what a picture shows, and of which variant',
      access: 'catalog.write',
      params: pictureParams,
      body: pictureChangesSchema,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { id, pictureId } = request.params
        const { version, ...changes } = request.body
        return answer(200, await pictures.update(id, pictureId, changes, readEdit(request, version)))
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/products/:id/pictures/:pictureId',
      summary: 'Delete a picture',
      access: 'catalog.write',
      params: pictureParams,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { id, pictureId } = request.params
        return answer(200, await pictures.remove(id, pictureId, readEdit(request, undefined)))
      },
    }),
    pictureRoute('products', 'A picture of a product', file => pictures.read(file)),
  ]
}
