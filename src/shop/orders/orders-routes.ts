import { z } from 'zod'
import { AppError, UnauthorizedError } from '../../errors.ts'
import { idField, idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Actor, type Route, route } from '../../route.ts'
import { orderStateSchema, orderViewSchema, slugSchema } from '../../wire.ts'
import { staffId } from '../actors.ts'
import { readIdempotencyKey } from '../idempotency/key-header.ts'
import { newOrderSchema, shipmentSchema } from './order-fields.ts'
import type { Orders } from './orders.ts'

const buyerQuery = z.object({ accessToken: z.string().max(200).optional() })

export function ordersRoutes(deps: {
  readonly orders: Orders
  readonly maxQuantity: number
  readonly ordersPerMinute: number
}): Route[] {
  const { orders } = deps

  /** Before anything is read: who may not see an order does not learn either whether there is one. */
  function requireBuyerOrStaff(id: string, actor: Actor, token: string | null): void {
    if (actor.kind === 'staff' || orders.isBuyer(id, token)) return
    throw new UnauthorizedError("Send the order's accessToken, or log in as staff.")
  }

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
      query: z.object({
        ...sliceQuery,
        state: orderStateSchema.optional(),
        storeId: idField.optional(),
        roomSlug: slugSchema.optional(),
      }),
      answers: { 200: pageSchema(orderViewSchema) },
      handle: async ({ query }) => ({
        status: 200,
        headers: unshared,
        body: await orders.list(
          {
            state: query.state ?? null,
            storeId: query.storeId ?? null,
            roomSlug: query.roomSlug ?? null,
          },
          readSlice(query),
        ),
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
        const { params, query, actor } = request
        requireBuyerOrStaff(params.id, actor, buyerToken(request.header('authorization'), query.accessToken))
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
        const { params, query, actor } = request
        requireBuyerOrStaff(params.id, actor, buyerToken(request.header('authorization'), query.accessToken))
        return { status: 200, headers: unshared, body: await orders.cancel(params.id, staffId(actor)) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/shipments',
      summary: 'Hand a delivery order to a carrier',
      access: 'orders.fulfil',
      params: idParams,
      body: shipmentSchema,
      answers: { 201: orderViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 201,
        headers: unshared,
        body: await orders.ship(params.id, body, staffId(actor)),
      }),
    }),
  ]
}

/** Names, telephone numbers and codes stay out of caches. */
const unshared = { 'cache-control': 'no-store' }

function buyerToken(authorization: string | undefined, query: string | undefined): string | null {
  const [, bearer] = /^Bearer +(\S{1,200})$/i.exec(authorization ?? '') ?? []
  return bearer ?? query ?? null
}
