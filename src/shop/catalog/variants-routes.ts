import { idParams } from '../../fields.ts'
import { type Route, route } from '../../route.ts'
import { productViewSchema, variantViewSchema } from '../../wire.ts'
import { answer } from './catalog-routes.ts'
import { readEdit } from './edit.ts'
import { newVariantSchema, optionsChangeSchema, orderSchema, variantChangesSchema } from './product-fields.ts'
import type { Variants } from './variants.ts'

export function variantsRoutes({ variants }: { readonly variants: Variants }): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/products/:id/variants',
      summary: 'Add a variant to a product',
      access: 'catalog.write',
      params: idParams,
      body: newVariantSchema,
      answers: { 201: productViewSchema },
      handle: async request => {
        const { version, ...variant } = request.body
        return answer(201, await variants.add(request.params.id, variant, readEdit(request, version)))
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/products/:id/variants/order',
      summary: 'Put the variants that are on sale in this order',
      access: 'catalog.write',
      params: idParams,
      body: orderSchema,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { ids, version } = request.body
        return answer(200, await variants.order(request.params.id, ids, readEdit(request, version)))
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/products/:id/options',
      summary: 'Replace the options, such as colour and size, and say which values each variant has',
      access: 'catalog.write',
      params: idParams,
      body: optionsChangeSchema,
      answers: { 200: productViewSchema },
      handle: async request => {
        const { version, ...change } = request.body
        return answer(200, await variants.setOptions(request.params.id, change, readEdit(request, version)))
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/variants/:id',
      summary: "Change a variant's SKU, title, barcode, options or prices, or take it off sale",
      access: 'catalog.write',
      params: idParams,
      body: variantChangesSchema,
      answers: { 200: variantViewSchema },
      handle: async request => {
        const { version, ...changes } = request.body
        const edit = readEdit(request, version)
        return { status: 200, body: await variants.update(request.params.id, changes, edit) }
      },
    }),
  ]
}
