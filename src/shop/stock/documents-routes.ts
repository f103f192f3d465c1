import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { type Page, pageSchema, readSlice, type Slice, sliceQuery } from '../../paging.ts'
import { type Actor, type Route, route } from '../../route.ts'
import {
  countLineViewSchema,
  countViewSchema,
  type DocumentView,
  documentViewSchema,
  receiptViewSchema,
  transferViewSchema,
} from '../../wire.ts'
import { readIdempotencyKey } from '../idempotency/key-header.ts'
import type { Counts } from './counts.ts'
import {
  arrivalSchema,
  countEntrySchema,
  listSchemas,
  newCountSchema,
  newReceiptSchema,
  newTransferSchema,
  postCountSchema,
  postSchema,
  receiptChangesSchema,
  sendSchema,
  transferChangesSchema,
} from './document-fields.ts'
import type { DocumentFilter, DocumentState } from './documents-store.ts'
import type { Receipts } from './receipts.ts'
import type { Transfers } from './transfers.ts'

type Listed = {
  list(actor: Actor, filter: Omit<DocumentFilter, 'kind'>, slice: Slice): Promise<Page<DocumentView>>
}
type Keyed = { header(name: string): string | undefined }

const key = (request: Keyed) => readIdempotencyKey(request.header('idempotency-key'))

/** Receipts, transfers and counts. */
export function documentsRoutes(shop: {
  readonly receipts: Receipts
  readonly transfers: Transfers
  readonly counts: Counts
}): Route[] {
  return [...receiptRoutes(shop.receipts), ...transferRoutes(shop.transfers), ...countRoutes(shop.counts)]
}

function listRoute<State extends DocumentState>(
  path: string,
  summary: string,
  states: z.ZodType<State>,
  documents: Listed,
): Route {
  return route({
    ...{ method: 'GET', path, summary, access: 'stock.read' },
    query: z.object({ ...sliceQuery, state: states.optional(), storeId: idField.optional() }),
    answers: { 200: pageSchema(documentViewSchema) },
    handle: async ({ query, actor }) => {
      const { state = null, storeId = null } = query
      return { status: 200, body: await documents.list(actor, { state, storeId }, readSlice(query)) }
    },
  })
}

function receiptRoutes(receipts: Receipts): Route[] {
  const path = '/api/v1/stock/receipts'
  return [
    listRoute(path, 'List receipts, newest first', listSchemas.receipt, receipts),
    route({
      ...{ method: 'POST', path, summary: 'Begin to receive goods', access: 'stock.move' },
      body: newReceiptSchema,
      answers: { 201: receiptViewSchema },
      handle: async request => receipts.create(request.body, request.actor, key(request)),
    }),
    route({
      ...{ method: 'GET', path: `${path}/:id`, summary: 'Read a receipt', access: 'stock.read' },
      params: idParams,
      answers: { 200: receiptViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await receipts.view(params.id, actor) }),
    }),
    route({
      ...{ method: 'PATCH', path: `${path}/:id`, summary: 'Change a draft', access: 'stock.move' },
      params: idParams,
      body: receiptChangesSchema,
      answers: { 200: receiptViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await receipts.update(params.id, body, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/post`, access: 'stock.move' },
      summary: 'Add what was received to the stock, once',
      params: idParams,
      body: postSchema,
      answers: { 200: receiptViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await receipts.post(params.id, body.revision ?? null, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/cancel`, summary: 'Drop a draft', access: 'stock.move' },
      params: idParams,
      answers: { 200: receiptViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await receipts.cancel(params.id, actor) }),
    }),
  ]
}

function transferRoutes(transfers: Transfers): Route[] {
  const path = '/api/v1/stock/transfers'
  return [
    listRoute(path, 'List transfers, newest first', listSchemas.transfer, transfers),
    route({
      ...{
        method: 'POST',
        path,
        summary: 'Ask for goods of another store, or send some',
        access: 'stock.move',
      },
      body: newTransferSchema,
      answers: { 201: transferViewSchema },
      handle: async request => transfers.create(request.body, request.actor, key(request)),
    }),
    route({
      ...{ method: 'GET', path: `${path}/:id`, summary: 'Read a transfer', access: 'stock.read' },
      params: idParams,
      answers: { 200: transferViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await transfers.view(params.id, actor) }),
    }),
    route({
      ...{ method: 'PATCH', path: `${path}/:id`, summary: 'Change what is asked for', access: 'stock.move' },
      params: idParams,
      body: transferChangesSchema,
      answers: { 200: transferViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await transfers.update(params.id, body, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/send`, access: 'stock.move' },
      summary: 'Send the goods; never what is reserved',
      params: idParams,
      body: sendSchema,
      answers: { 200: transferViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await transfers.send(params.id, body, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/receive`, access: 'stock.move' },
      summary: 'Take the goods in, with what is short or over',
      params: idParams,
      body: arrivalSchema,
      answers: { 200: transferViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await transfers.receive(params.id, body, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/cancel`, access: 'stock.move' },
      summary: 'Drop a transfer; what is on the way goes back',
      params: idParams,
      answers: { 200: transferViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await transfers.cancel(params.id, actor) }),
    }),
  ]
}

function countRoutes(counts: Counts): Route[] {
  const path = '/api/v1/stock/counts'
  return [
    listRoute(path, 'List stock-takes, newest first', listSchemas.count, counts),
    route({
      ...{ method: 'POST', path, summary: 'Begin to count', access: 'stock.move' },
      body: newCountSchema,
      answers: { 201: countViewSchema },
      handle: async request => counts.create(request.body, request.actor, key(request)),
    }),
    route({
      ...{ method: 'GET', path: `${path}/:id`, summary: 'Read a stock-take', access: 'stock.read' },
      params: idParams,
      answers: { 200: countViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await counts.view(params.id, actor) }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/entries`, access: 'stock.move' },
      summary:
        'Enter what was counted of a variant, or what more was found; with `Idempotency-Key` once only',
      params: idParams,
      body: countEntrySchema,
      answers: { 201: z.object({ revision: z.int(), line: countLineViewSchema }) },
      handle: async request => counts.enter(request.params.id, request.body, request.actor, key(request)),
    }),
    route({
      ...{ method: 'DELETE', path: `${path}/:id/lines/:variantId`, access: 'stock.move' },
      summary: 'Forget what was counted of a variant',
      params: z.object({ id: idField, variantId: idField }),
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await counts.forget(params.id, params.variantId, actor)
        return { status: 204 }
      },
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/post`, access: 'stock.adjust' },
      summary: 'Book the differences, once',
      params: idParams,
      body: postCountSchema,
      answers: { 200: countViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await counts.post(params.id, body, actor),
      }),
    }),
    route({
      ...{ method: 'POST', path: `${path}/:id/cancel`, summary: 'Drop a stock-take', access: 'stock.move' },
      params: idParams,
      answers: { 200: countViewSchema },
      handle: async ({ params, actor }) => ({ status: 200, body: await counts.cancel(params.id, actor) }),
    }),
  ]
}
