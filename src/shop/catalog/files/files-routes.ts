import { z } from 'zod'
import { type Route, route } from '../../../route.ts'
import { importSummarySchema } from '../../../wire.ts'
import { author } from '../../actors.ts'
import type { Changes } from '../../changes.ts'
import { csvHeaders } from '../../csv.ts'
import { readIdempotencyKey } from '../../idempotency/key-header.ts'
import type { ProductDesk } from '../product-desk.ts'
import { exportProducts } from './export.ts'
import type { Imports } from './imports.ts'

export function filesRoutes(deps: {
  readonly changes: Changes
  readonly desk: ProductDesk
  readonly imports: Imports
  readonly maxBytes: number
}): Route[] {
  const { changes, desk, imports, maxBytes } = deps
  return [
    route({
      method: 'POST',
      path: '/api/v1/products/import',
      summary: 'Look at a CSV file of products, or write it: all of it or nothing',
      access: 'catalog.write',
      query: z.object({ mode: z.enum(['preview', 'apply']).default('preview') }),
      rawBody: { maxBytes, types: ['text/csv', 'text/plain', 'application/vnd.ms-excel'] },
      answers: { 200: importSummarySchema },
      handle: async ({ query, body, actor, header }) => ({
        status: 200,
        body:
          query.mode === 'preview'
            ? await imports.preview(body)
            : await imports.apply(body, readIdempotencyKey(header('idempotency-key')), author(actor)),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/products/export',
      summary: 'All products as a CSV file that can be imported again',
      access: 'catalog.write',
      query: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
      answers: { 200: null },
      handle: async ({ query }) => ({
        status: 200,
        headers: csvHeaders('products.csv'),
        body: exportProducts(changes, desk, query.language),
      }),
    }),
  ]
}
