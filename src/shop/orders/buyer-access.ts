import { z } from 'zod'
import { may } from '../../access.ts'
import { ForbiddenError, UnauthorizedError } from '../../errors.ts'
import type { Permission } from '../../permissions.ts'
import type { RouteRequest } from '../../route.ts'

export const buyerQuery = z.object({ accessToken: z.string().max(200).optional() })

/** Names, telephone numbers and codes stay out of caches. */
export const unshared = { 'cache-control': 'no-store' }

type Asking = Pick<
  RouteRequest<unknown, { accessToken?: string | undefined }, unknown>,
  'actor' | 'query' | 'header'
>

/**
 * Before anything is read: who may not see an order does not learn either whether there is one.
 * @throws UnauthorizedError unless the caller holds the order's token, ForbiddenError for staff without the permission.
 */
export function requireBuyerOr(
  permission: Permission,
  orderId: string,
  request: Asking,
  isBuyer: (orderId: string, token: string | null) => boolean,
): void {
  const { actor, query } = request
  const [, bearer] = /^Bearer +(\S{1,200})$/i.exec(request.header('authorization') ?? '') ?? []
  if (may(actor, permission) || isBuyer(orderId, bearer ?? query.accessToken ?? null)) return
  if (actor.kind === 'staff') throw new ForbiddenError(`This needs the permission ${permission}.`)
  throw new UnauthorizedError("Send the order's accessToken, or log in as staff.")
}
