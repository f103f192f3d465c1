import { requireStaff, requireStore } from '../../access.ts'
import { ForbiddenError, NotFoundError } from '../../errors.ts'
import type { Actor } from '../../route.ts'
import type { Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'

/**
 * Which parts of an order this person moves: the one that is named, or all of theirs.
 * @throws NotFoundError, or ForbiddenError for what another store gives.
 */
export async function ownParts(
  records: Records,
  orderId: string,
  fulfilmentId: string | undefined,
  actor: Actor,
): Promise<(part: FulfilmentRow) => boolean> {
  const fulfilments = await records.fulfilments.ofOrders([orderId])
  if (fulfilments.length === 0) throw new NotFoundError('The order')
  requireOwnPart(fulfilments, actor)
  return meantParts(fulfilments, fulfilmentId, actor)
}

/**
 * The one that is named, or without a name what is this person's.
 * @throws NotFoundError for a name that no part has, ForbiddenError for that of another store.
 */
export function meantParts(
  fulfilments: readonly FulfilmentRow[],
  fulfilmentId: string | undefined,
  actor: Actor,
): (part: FulfilmentRow) => boolean {
  if (fulfilmentId === undefined) return part => isOwn(part, actor)
  const named = fulfilments.find(({ id }) => id === fulfilmentId)
  if (named === undefined) throw new NotFoundError('That part of the order')
  requireStore(actor, named.store_id)
  return ({ id }) => id === fulfilmentId
}

/**
 * Who works in one store may change what that store gives goods to. `fulfilments`: all of an order's.
 * @throws ForbiddenError
 */
export function requireOwnPart(fulfilments: readonly FulfilmentRow[], actor: Actor): void {
  const staff = requireStaff(actor)
  if (!fulfilments.some(part => isOwn(part, staff))) throw new ForbiddenError('You work in another store.')
}

/** Whether it is given by the store of this person; to a buyer, and to who works in all stores, each part is. */
function isOwn({ store_id }: FulfilmentRow, actor: Actor): boolean {
  return actor.kind === 'guest' || actor.storeId === null || actor.storeId === store_id
}
