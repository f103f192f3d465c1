import { requireStore } from '../../access.ts'
import { type Route, route } from '../../route.ts'
import { orderViewSchema } from '../../wire.ts'
import { staffAuthor } from '../actors.ts'
import { requireIdempotencyKey } from '../idempotency/key-header.ts'
import { unshared } from '../orders/buyer-access.ts'
import type { Sales } from './sales.ts'
import { saleSchema } from './till-fields.ts'

export function salesRoutes(deps: { readonly sales: Sales; readonly maxQuantity: number }): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/sales',
      summary:
        'Sell over the counter; needs `Idempotency-Key`. `soldAt` and `soldBy` are for a sale that was made without a connection: the books name who sold it, the audit trail who sent it. 409 `not-a-seller` for somebody who could not sell there then',
      access: 'sales.write',
      body: saleSchema(deps.maxQuantity),
      answers: { 201: orderViewSchema },
      handle: async request => {
        requireStore(request.actor, request.body.storeId)
        const key = requireIdempotencyKey(request.header('idempotency-key'), 'sale')
        const kept = await deps.sales.sell(request.body, staffAuthor(request.actor), key)
        return { ...kept, headers: unshared }
      },
    }),
  ]
}
