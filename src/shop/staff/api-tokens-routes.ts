import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { pageSchema } from '../../paging.ts'
import { permissions } from '../../permissions.ts'
import { type Route, route } from '../../route.ts'
import { tokenViewSchema } from '../../wire.ts'
import type { Staff } from './staff.ts'
import { personNameField } from './staff-fields.ts'

export function apiTokensRoutes({ staff }: { readonly staff: Staff }): readonly Route[] {
  const { apiTokens } = staff
  return [
    route({
      method: 'POST',
      path: '/api/v1/tokens',
      summary: 'A token for a script; it is shown this once',
      access: 'staff.manage',
      // No Idempotency-Key: the answer would be kept, and the token with it.
      body: z.strictObject({
        name: personNameField,
        scopes: z.array(z.enum(permissions)).min(1).max(permissions.length),
        /** null or left out: as far as the maker's stores go. */
        storeId: idField.nullable().default(null),
        /** null or left out: never. */
        expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
      }),
      answers: { 201: tokenViewSchema.extend({ token: z.string() }) },
      handle: async ({ body, actor }) => {
        const expiresAt = body.expiresAt === null ? null : Date.parse(body.expiresAt)
        const { view, secret } = await apiTokens.make(actor, { ...body, expiresAt })
        return { status: 201, body: { ...view, token: secret } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/tokens',
      summary: "Your tokens; an owner's list has everybody's",
      access: 'staff.manage',
      answers: { 200: pageSchema(tokenViewSchema) },
      handle: async ({ actor }) => ({
        status: 200,
        body: { items: await apiTokens.list(actor), next: null },
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/tokens/:id',
      summary: 'End a token at once',
      access: 'staff.manage',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await apiTokens.revoke(actor, params.id)
        return { status: 204 }
      },
    }),
  ]
}
