import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { orderViewSchema } from '../../wire.ts'
import { readIdempotencyKey } from '../idempotency/key-header.ts'
import { buyerQuery, requireBuyerOr, unshared } from './buyer-access.ts'
import { newOrderSchema } from './order-fields.ts'
import { orderQuery, readOrderFilter } from './order-query.ts'
import type { Orders } from './orders.ts'

export function ordersRoutes(deps: {
  readonly orders: Orders
  readonly maxQuantity: number
  readonly ordersPerMinute: number
}): Route[] {
  const { orders } = deps
  const isBuyer = orders.isBuyer.bind(orders)

  return [
    route({
      method: 'POST',
      path: '/api/v1/orders',
      summary: 'Place an order; needs `Idempotency-Key`, and answers a repeat of it with the same order',
      access: 'public',
      body: newOrderSchema(deps.maxQuantity),
      perMinute: deps.ordersPerMinute,
      answers: { 201: orderViewSchema },
      handle: async request => {
        const key = readIdempotencyKey(request.header('idempotency-key'))
        if (key === null) {
          const detail =
            'Send a header Idempotency-Key: a new random value for each order, the same for a retry.'
          throw new AppError(400, 'idempotency-key-required', detail)
        }
        const { status, body } = await orders.place(request.body, key)
        return { status, body, headers: unshared }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/orders',
      summary: 'List orders, newest first, without their pickup codes',
      access: 'orders.read',
      query: z.object({ ...sliceQuery, ...orderQuery }),
      answers: { 200: pageSchema(orderViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        headers: unshared,
        body: await orders.list(readOrderFilter(query), readSlice(query), actor),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/orders/:id',
      summary: "Read an order: its buyer with the order's accessToken, or staff",
      access: 'public',
      params: idParams,
      query: buyerQuery,
      answers: { 200: orderViewSchema },
      handle: async request => {
        const { params } = request
        requireBuyerOr('orders.read', params.id, request, isBuyer)
        return { status: 200, headers: unshared, body: await orders.show(params.id) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/cancel',
      summary: 'Cancel an order that is neither collected nor shipped: its buyer, or staff',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      answers: { 200: orderViewSchema },
      handle: async request => {
        const { params, actor } = request
        requireBuyerOr('orders.cancel', params.id, request, isBuyer)
        return { status: 200, headers: unshared, body: await orders.cancel(params.id, actor) }
      },
    }),
  ]
}
