import { z } from 'zod'
import { idField } from '../../fields.ts'
import { pageSchema, readSlice, sliceQuery } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { auditEntryViewSchema } from '../../wire.ts'
import type { Audit } from './audit.ts'

const nounField = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, { error: 'must be a noun as entries name it' })
const actionField = z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/, { error: 'must be as product.updated' })
const timeField = z.iso.datetime({ offset: true }).transform(time => Date.parse(time))

export function auditRoutes({ audit }: { readonly audit: Audit }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/audit',
      summary: 'What the staff changed, newest first',
      access: 'audit.read',
      query: z.object({
        ...sliceQuery,
        subjectKind: nounField.optional(),
        subjectId: z.string().min(1).max(80).optional(),
        actorId: idField.optional(),
        storeId: idField.optional(),
        action: actionField.optional(),
        from: timeField.optional(),
        to: timeField.optional(),
      }),
      answers: { 200: pageSchema(auditEntryViewSchema) },
      handle: async ({ query, actor }) => ({
        status: 200,
        body: await audit.list(actor, query, readSlice(query)),
      }),
    }),
  ]
}
