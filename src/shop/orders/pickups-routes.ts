import { z } from 'zod'
import { type Route, route } from '../../route.ts'
import { orderViewSchema } from '../../wire.ts'
import { pickupCodeField, pickupSchema } from './order-fields.ts'
import type { Orders } from './orders.ts'

export function pickupsRoutes(deps: { readonly orders: Orders; readonly pickupsPerMinute: number }): Route[] {
  const { orders, pickupsPerMinute } = deps
  return [
    route({
      method: 'POST',
      path: '/api/v1/pickups/lookup',
      summary: 'Find the order of a pickup code without handing it over',
      access: 'orders.fulfil',
      body: z.object({ code: pickupCodeField }),
      perMinute: pickupsPerMinute,
      answers: { 200: orderViewSchema },
      handle: async ({ body }) => ({ status: 200, body: await orders.lookUp(body.code) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/pickups',
      summary: 'Hand over the order of a pickup code, once, in the store that keeps it',
      access: 'orders.fulfil',
      body: pickupSchema,
      perMinute: pickupsPerMinute,
      answers: { 200: orderViewSchema },
      handle: async ({ body, actor }) => ({
        status: 200,
        body: await orders.collect(body, actor),
      }),
    }),
  ]
}
