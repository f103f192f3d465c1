import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { type Route, route } from '../../route.ts'
import { categoryViewSchema } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Categories } from './categories.ts'
import { categoryName } from './product-fields.ts'

const listSchema = z.object({ items: z.array(categoryViewSchema) })

export function categoriesRoutes({ categories }: { readonly categories: Categories }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/categories',
      summary: 'List the categories, each before what is under it',
      access: 'public',
      answers: { 200: listSchema },
      handle: async () => ({ status: 200, body: { items: await categories.list() } }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/categories',
      summary: 'Add a category, at most three deep',
      access: 'catalog.write',
      body: z.strictObject({ name: categoryName, parentId: idField.nullable().default(null) }),
      answers: { 201: categoryViewSchema },
      handle: async ({ body, actor }) => ({
        status: 201,
        body: await categories.create(body, author(actor)),
      }),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/categories/order',
      summary: 'Put the categories under one parent in this order; null: those at the top',
      access: 'catalog.write',
      body: z.strictObject({ parentId: idField.nullable(), ids: z.array(idField).min(1).max(1000) }),
      answers: { 200: listSchema },
      handle: async ({ body, actor }) => ({
        status: 200,
        body: { items: await categories.order(body.parentId, body.ids, author(actor)) },
      }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/categories/:id',
      summary: 'Rename a category, or put it under another',
      access: 'catalog.write',
      params: idParams,
      body: z.strictObject({ name: categoryName.optional(), parentId: idField.nullable().optional() }),
      answers: { 200: categoryViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await categories.update(params.id, body, author(actor)),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/categories/:id',
      summary: 'Delete a category with nothing under it; its products stay',
      access: 'catalog.write',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await categories.remove(params.id, author(actor))
        return { status: 204 }
      },
    }),
  ]
}
