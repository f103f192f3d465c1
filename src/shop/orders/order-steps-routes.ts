import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { type Route, route } from '../../route.ts'
import { orderEventViewSchema, orderViewSchema } from '../../wire.ts'
import { requireIdempotencyKey } from '../idempotency/key-header.ts'
import { unshared } from './buyer-access.ts'
import { deliverySchema, noteSchema, paymentSchema, shipmentSchema } from './order-fields.ts'
import { orderSteps } from './order-steps.ts'
import type { Orders } from './orders.ts'

const moves = [
  { step: 'ready', path: 'ready', summary: 'Say that an order is put aside and can be collected' },
  { step: 'ship', path: 'shipments', summary: 'Hand a delivery order to a carrier' },
] as const

/** What staff do with one order. */
export function orderStepsRoutes({ orders }: { readonly orders: Orders }): Route[] {
  return [
    ...moves.map(({ step, path, summary }) =>
      route({
        method: 'POST',
        path: `/api/v1/orders/:id/${path}`,
        summary,
        access: orderSteps[step].permission,
        params: idParams,
        body: shipmentSchema,
        answers: { 201: orderViewSchema },
        handle: async ({ params, body, actor }) => ({
          status: 201,
          headers: unshared,
          body: await orders.fulfil(params.id, step, body, actor),
        }),
      }),
    ),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/deliveries',
      summary:
        'Say that a parcel has arrived, what of it was refused at the door, and that what was kept is paid',
      access: orderSteps.deliver.permission,
      params: idParams,
      body: deliverySchema,
      answers: { 201: orderViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 201,
        headers: unshared,
        body: await orders.deliver(params.id, body, actor),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/fulfilments/:fulfilmentId/cancel',
      summary:
        'Cancel what one store was to send; the rest of the order goes on, and the money for it goes back',
      access: orderSteps['cancel-part'].permission,
      params: z.object({ id: idField, fulfilmentId: idField }),
      answers: { 200: orderViewSchema },
      handle: async ({ params, actor }) => ({
        status: 200,
        headers: unshared,
        body: await orders.cancel(params.id, actor, params.fulfilmentId),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/payments',
      summary: 'Take a payment of an order over a counter, in part or whole; needs `Idempotency-Key`',
      access: orderSteps.pay.permission,
      params: idParams,
      body: paymentSchema,
      answers: { 201: orderViewSchema },
      handle: async request => {
        const key = requireIdempotencyKey(request.header('idempotency-key'), 'payment')
        const { params, body, actor } = request
        const kept = await orders.pay(params.id, body, actor, key)
        return { status: kept.status, headers: unshared, body: kept.body }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/notes',
      summary: "Write a note into an order's timeline; the buyer does not see it",
      access: 'orders.fulfil',
      params: idParams,
      body: noteSchema,
      answers: { 204: null },
      handle: async ({ params, body, actor }) => {
        await orders.note(params.id, body.text, actor)
        return { status: 204 }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/orders/:id/timeline',
      summary: 'All that happened to an order, oldest first',
      access: 'orders.read',
      params: z.object({ id: idField }),
      answers: { 200: z.object({ items: z.array(orderEventViewSchema) }) },
      handle: async ({ params }) => ({
        status: 200,
        headers: unshared,
        body: { items: await orders.timeline(params.id) },
      }),
    }),
  ]
}
