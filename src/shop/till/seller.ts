import { ConflictError } from '../../errors.ts'
import { rolePermissions } from '../../permissions.ts'
import type { Author } from '../actors.ts'
import type { Records } from '../changes.ts'
import type { Sale } from './till-fields.ts'

/**
 * In whose name a sale stands in the books: of `soldBy`, who need not be the one who tells of it. A role that has changed
 * meanwhile counts as it is now.
 * @param at when it was sold, epoch milliseconds.
 * @throws ConflictError `not-a-seller` for somebody who could not sell in this store then.
 */
export async function sellerOf(
  records: Records,
  { soldBy, storeId }: Pick<Sale, 'soldBy' | 'storeId'>,
  at: number,
  sentBy: Author,
): Promise<Author> {
  if (soldBy === undefined || soldBy === sentBy.id) return sentBy
  const person = await records.staff.find(soldBy)
  const could =
    person !== null &&
    rolePermissions[person.role].has('sales.write') &&
    (person.storeId === null || person.storeId === storeId) &&
    (person.disabledAt === null || person.disabledAt > at)
  if (!could) {
    const detail =
      'Who sold this could not sell in this store then. Send it in the name of who answers for it.'
    throw new ConflictError('not-a-seller', detail)
  }
  return { id: person.id, name: person.name, via: sentBy.via }
}
