import { z } from 'zod'
import { idField, text } from '../../fields.ts'
import { pageSchema, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { goodsSchema, stockFaultSchema, stockRowViewSchema } from '../../wire.ts'
import { staffAuthor } from '../actors.ts'
import { csvHeaders } from '../csv.ts'
import type { Ledger } from './ledger.ts'
import { readLevelSlice } from './level-cursor.ts'
import type { Levels } from './levels.ts'

const filters = {
  storeId: idField.optional(),
  /** In titles, SKUs and barcodes. */
  search: text(0, 100).optional(),
  low: z.enum(['true', 'false']).default('false'),
  /** By what can be sold: the least or the most first. */
  sort: z.enum(['sku', 'least', 'most']).default('sku'),
}
const cursor = { ...sliceQuery, cursor: z.string().min(1).max(600).optional() }
const lowAt = z.int().min(0).max(1_000_000).nullable()

/** What each store has, to look through; and whether the books agree. */
export function levelsRoutes({
  levels,
  ledger,
}: {
  readonly levels: Levels
  readonly ledger: Ledger
}): Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/api/v1/stock/levels', access: 'stock.read' },
      summary: 'The levels of all variants by store',
      query: z.object({ ...cursor, ...filters }),
      answers: { 200: pageSchema(stockRowViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        body: await levels.list(actor, asked(query), readLevelSlice(query, query.sort)),
      }),
    }),
    route({
      ...{ method: 'GET', path: '/api/v1/stock/levels.csv', access: 'stock.read' },
      summary: 'The same as a table for a spreadsheet',
      query: z.object(filters),
      answers: { 200: null },
      handle: async ({ query, actor }) => ({
        status: 200,
        headers: csvHeaders('stock.csv'),
        body: await levels.csv(actor, asked(query)),
      }),
    }),
    route({
      ...{ method: 'GET', path: '/api/v1/stock/codes/:code', access: 'stock.read' },
      summary: 'The variant with this barcode or SKU, on sale or not',
      params: z.object({ code: text(1, 100) }),
      answers: { 200: goodsSchema },
      handle: async ({ params }) => ({ status: 200, body: await levels.byCode(params.code) }),
    }),
    route({
      ...{ method: 'GET', path: '/api/v1/stock/low', access: 'stock.read' },
      summary: 'What runs out, the least first, and how many levels do',
      query: z.object({ ...cursor, storeId: filters.storeId }),
      answers: { 200: pageSchema(stockRowViewSchema).extend({ count: z.int() }) },
      handle: async ({ query, actor }) => {
        const storeId = query.storeId ?? null
        const search = { storeId, search: null, low: true, sort: 'least' } as const
        const page = await levels.list(actor, search, readLevelSlice(query, 'least'))
        return { status: 200, body: { ...page, count: await levels.countLow(actor, storeId) } }
      },
    }),
    route({
      ...{ method: 'PUT', path: '/api/v1/stock/thresholds', access: 'stock.adjust' },
      summary: 'At which level a variant runs out in a store; null: as the shop says',
      body: z.object({ storeId: idField, variantId: idField, lowAt }),
      answers: { 200: z.object({ lowAt }) },
      handle: async ({ body, actor }) => {
        await levels.setLowAt(body.storeId, body.variantId, body.lowAt, actor)
        return { status: 200, body: { lowAt: body.lowAt } }
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/v1/stock/check', access: 'settings.manage' },
      summary: 'Whether levels, ledger, orders and transfers agree',
      answers: { 200: z.object({ faults: z.array(stockFaultSchema) }) },
      handle: async () => ({ status: 200, body: { faults: await ledger.check() } }),
    }),
    route({
      ...{ method: 'POST', path: '/api/v1/stock/mend', access: 'settings.manage' },
      summary: 'Set levels that differ to what the ledger says',
      answers: {
        200: z.object({
          mended: z.array(stockFaultSchema.extend({ done: z.enum(['level-set', 'left']) })),
        }),
      },
      handle: async ({ actor }) => ({ status: 200, body: { mended: await ledger.mend(staffAuthor(actor)) } }),
    }),
  ]
}

function asked(query: {
  readonly storeId?: string | undefined
  readonly search?: string | undefined
  readonly low: 'true' | 'false'
  readonly sort: 'sku' | 'least' | 'most'
}) {
  const { storeId = null, search = '', low, sort } = query
  return { storeId, search: search === '' ? null : search, low: low === 'true', sort }
}
