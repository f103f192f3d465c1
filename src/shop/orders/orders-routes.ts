import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { orderPreviewSchema, orderViewSchema, slugSchema } from '../../wire.ts'
import { csvHeaders } from '../csv.ts'
import { requireIdempotencyKey } from '../idempotency/key-header.ts'
import { buyerQuery, requireBuyerOr, unshared } from './buyer-access.ts'
import type { ExportedOrders } from './exported-orders.ts'
import { basketSchema, newOrderSchema } from './order-fields.ts'
import { orderQuery, readOrderFilter } from './order-query.ts'
import type { Orders } from './orders.ts'
import { roomOrder } from './room-order.ts'

export function ordersRoutes(deps: {
  readonly orders: Orders
  readonly exported: ExportedOrders
  readonly maxQuantity: number
  readonly ordersPerMinute: number
  /** By which payment companies an order can be paid. */
  readonly remoteMethods: readonly string[]
}): Route[] {
  const { orders } = deps
  const isBuyer = orders.isBuyer.bind(orders)

  return [
    route({
      method: 'POST',
      path: '/api/v1/orders',
      summary:
        'Place an order; needs `Idempotency-Key`, and answers a repeat of it with the same order; 409 `not-sold` names each line that is not on sale',
      access: 'public',
      body: newOrderSchema(deps.maxQuantity, deps.remoteMethods),
      perMinute: deps.ordersPerMinute,
      answers: { 201: orderViewSchema },
      handle: async request => {
        const key = requireIdempotencyKey(request.header('idempotency-key'), 'order')
        const { status, body } = await orders.place(request.body, key)
        return { status, body, headers: unshared }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/preview',
      summary:
        'What a basket would cost and from where it would come, or why it cannot be ordered (`problems`); writes and holds nothing',
      access: 'public',
      body: basketSchema(deps.maxQuantity),
      perMinute: deps.ordersPerMinute,
      answers: { 200: orderPreviewSchema },
      handle: async ({ body }) => ({ status: 200, headers: unshared, body: await orders.preview(body) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/mine',
      summary: "Read a buyer's orders by their access tokens, newest first",
      access: 'public',
      body: z.object({
        orders: z.array(z.object({ id: idField, accessToken: z.string().max(200) })).max(50),
      }),
      answers: { 200: z.object({ items: z.array(orderViewSchema) }) },
      handle: async ({ body }) => ({
        status: 200,
        headers: unshared,
        body: { items: await orders.mine(body.orders) },
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/stores/:id/slots',
      summary: 'When a store receives visitors who have reserved, and how many more',
      access: 'public',
      params: idParams,
      answers: {
        200: z.object({
          slots: z.array(z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime(), free: z.int() })),
        }),
      },
      handle: async ({ params }) => ({ status: 200, body: { slots: await orders.slots(params.id) } }),
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
      path: '/api/v1/rooms/:slug/orders',
      summary:
        'What was ordered in a room, newest first; without phone numbers, addresses, notes and pickup codes',
      access: 'rooms.host',
      params: z.object({ slug: slugSchema }),
      query: z.object(sliceQuery),
      answers: { 200: pageSchema(orderViewSchema) },
      handle: async ({ params, query, actor }) => {
        const page = await orders.list({ roomSlug: params.slug }, readSlice(query), actor)
        return { status: 200, headers: unshared, body: { ...page, items: page.items.map(roomOrder) } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/orders/export',
      summary: 'The orders of a list, all of them, as a table for a spreadsheet',
      access: 'orders.read',
      query: z.object({ ...orderQuery, language: z.enum(['zh', 'en']).default('zh') }),
      answers: { 200: null },
      handle: async ({ query: { language, ...query }, actor }) => ({
        status: 200,
        headers: { ...unshared, ...csvHeaders('orders.csv') },
        body: deps.exported.csv(orders.ofActor(readOrderFilter(query), actor), language),
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
      summary:
        'Cancel an order that is neither collected nor shipped: its buyer, or staff; those of one store what it gives',
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
