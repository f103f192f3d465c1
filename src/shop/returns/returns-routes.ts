import { z } from 'zod'
import { may, requireStore } from '../../access.ts'
import { idField, idParams } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Actor, type Route, route } from '../../route.ts'
import { returnPreviewSchema, returnViewSchema } from '../../wire.ts'
import { author, staffAuthor } from '../actors.ts'
import { requireIdempotencyKey } from '../idempotency/key-header.ts'
import { buyerQuery, requireBuyerOr, unshared } from '../orders/buyer-access.ts'
import {
  newReturnSchema,
  parcelSchema,
  receiptSchema,
  refundDoneSchema,
  refusalSchema,
  returnPreviewSchema as returnPreviewInput,
} from './return-fields.ts'
import type { Returns } from './returns.ts'

export function returnsRoutes(deps: {
  readonly returns: Returns
  readonly isBuyer: (orderId: string, token: string | null) => boolean
  readonly perMinute: number
}): Route[] {
  const { returns, isBuyer, perMinute } = deps
  /** Any store may take a return in; only the one that it is to come to decides otherwise about it. */
  const requireOwnReturn = async (id: string, actor: Actor) => {
    const storeId = await returns.storeOf(id)
    if (storeId !== null && may(actor, 'returns.write')) requireStore(actor, storeId)
  }

  return [
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/returns/preview',
      summary: 'What would go back for some lines of an order, and by which payments; writes nothing',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      body: returnPreviewInput,
      perMinute,
      answers: { 200: returnPreviewSchema },
      handle: async request => {
        requireBuyerOr('returns.write', request.params.id, request, isBuyer)
        const body = await returns.preview(request.params.id, request.body.lines)
        return { status: 200, headers: unshared, body }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/orders/:id/returns',
      summary:
        'Ask to give goods back, or withdraw from their purchase: the buyer, or staff; needs `Idempotency-Key`',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      body: newReturnSchema,
      perMinute,
      answers: { 201: returnViewSchema },
      handle: async request => {
        const { params, body, actor } = request
        requireBuyerOr('returns.write', params.id, request, isBuyer)
        const key = requireIdempotencyKey(request.header('idempotency-key'), 'return')
        const by = may(actor, 'returns.write') ? author(actor) : null
        const kept = await returns.request(params.id, body, by, key)
        return { status: kept.status, headers: unshared, body: kept.body }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/orders/:id/returns',
      summary: 'The returns of an order: its buyer, or staff',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      answers: { 200: z.object({ items: z.array(returnViewSchema) }) },
      handle: async request => {
        requireBuyerOr('orders.read', request.params.id, request, isBuyer)
        return { status: 200, headers: unshared, body: { items: await returns.ofOrder(request.params.id) } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/returns',
      summary:
        'List returns, newest first; with `storeId` those that may come to this store, with `unbound` to any',
      access: 'returns.write',
      query: z.object({
        ...sliceQuery,
        state: returnViewSchema.shape.state.optional(),
        storeId: idField.optional(),
        unbound: z.enum(['true', 'false']).default('false'),
      }),
      answers: { 200: pageSchema(returnViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        headers: unshared,
        body: await returns.list(
          {
            state: query.state ?? null,
            storeId: ownStore(actor) ?? query.storeId ?? null,
            unbound: query.unbound === 'true',
          },
          readSlice(query),
        ),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/returns/:id',
      summary: 'Read a return',
      access: 'returns.write',
      params: idParams,
      answers: { 200: returnViewSchema },
      handle: async ({ params }) => ({ status: 200, headers: unshared, body: await returns.view(params.id) }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/returns/:id',
      summary: 'Say by which parcel a return comes: the buyer, or staff',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      body: parcelSchema,
      perMinute,
      answers: { 200: returnViewSchema },
      handle: async request => {
        requireBuyerOr('returns.write', await returns.orderOf(request.params.id), request, isBuyer)
        await requireOwnReturn(request.params.id, request.actor)
        return {
          status: 200,
          headers: unshared,
          body: await returns.addParcel(request.params.id, request.body),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/returns/:id/cancel',
      summary: 'Keep the goods after all: the buyer, or staff',
      access: 'public',
      params: idParams,
      query: buyerQuery,
      perMinute,
      answers: { 200: returnViewSchema },
      handle: async request => {
        const { params, actor } = request
        requireBuyerOr('returns.write', await returns.orderOf(params.id), request, isBuyer)
        await requireOwnReturn(params.id, actor)
        const by = may(actor, 'returns.write') ? author(actor) : null
        return { status: 200, headers: unshared, body: await returns.end(params.id, 'cancelled', by, null) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/returns/:id/receive',
      summary: 'Take the goods of a return in, in any store, and give the money back',
      access: 'returns.write',
      params: idParams,
      body: receiptSchema,
      answers: { 200: returnViewSchema },
      handle: async ({ params, body, actor }) => {
        requireStore(actor, body.storeId)
        return {
          status: 200,
          headers: unshared,
          body: await returns.receive(params.id, body, staffAuthor(actor)),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/returns/:id/refuse',
      summary: 'Refuse a return, and say why',
      access: 'returns.write',
      params: idParams,
      body: refusalSchema,
      answers: { 200: returnViewSchema },
      handle: async ({ params, body, actor }) => {
        await requireOwnReturn(params.id, actor)
        return {
          status: 200,
          headers: unshared,
          body: await returns.end(params.id, 'refused', staffAuthor(actor), body.reason),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/refunds/:id/done',
      summary:
        'Say that a refund which was due has been given back; refused while its payment company is giving it',
      access: 'returns.write',
      params: idParams,
      body: refundDoneSchema,
      answers: { 204: null },
      handle: async ({ params, body, actor }) => {
        await returns.finishRefund(params.id, body, staffAuthor(actor), ownStore(actor))
        return { status: 204 }
      },
    }),
  ]
}

function ownStore(actor: Actor): string | null {
  return actor.kind === 'staff' ? actor.storeId : null
}
