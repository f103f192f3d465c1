import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { pageSchema } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { invitationViewSchema, sessionViewSchema, staffViewSchema } from '../../wire.ts'
import type { Staff } from './staff.ts'
import { personNameField, roleField } from './staff-fields.ts'

export type PeopleRoutesOptions = {
  readonly staff: Staff
  /** An invitation's address, for a caller who used `site`. */
  readonly invitationLink: (token: string, site: string) => string
}

/** The people who work here. There are as many as a chain of a few stores has: each list comes whole. */
export function peopleRoutes({ staff, invitationLink }: PeopleRoutesOptions): readonly Route[] {
  const { people, sessions, invitations } = staff
  return [
    route({
      method: 'GET',
      path: '/api/v1/staff',
      summary: 'The people who work here',
      access: 'staff.manage',
      answers: { 200: pageSchema(staffViewSchema) },
      handle: async ({ actor }) => ({ status: 200, body: { items: await people.list(actor), next: null } }),
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/staff/:id',
      summary: "Change somebody's name, role or store, or disable them",
      access: 'staff.manage',
      params: idParams,
      body: z.strictObject({
        name: personNameField.optional(),
        role: roleField.optional(),
        /** null: all stores. */
        storeId: idField.nullable().optional(),
        disabled: z.boolean().optional(),
      }),
      answers: { 200: staffViewSchema },
      handle: async ({ params, body, actor }) => ({
        status: 200,
        body: await people.change(actor, params.id, body),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/staff/:id/reset',
      summary: 'A one-time link by which somebody sets a new password',
      access: 'staff.manage',
      params: idParams,
      answers: { 201: invitationViewSchema.extend({ token: z.string(), link: z.url() }) },
      handle: async ({ params, actor, site }) => {
        const { invitation, token } = await invitations.reset(actor, params.id)
        return { status: 201, body: { ...invitation, token, link: invitationLink(token, site) } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/staff/:id/sessions',
      summary: 'Where somebody is logged in',
      access: 'staff.manage',
      params: idParams,
      answers: { 200: pageSchema(sessionViewSchema) },
      handle: async ({ params, actor }) => ({
        status: 200,
        body: { items: await sessions.listOf(actor, params.id), next: null },
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/staff/:id/sessions',
      summary: 'Log somebody out everywhere',
      access: 'staff.manage',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await sessions.endAllOf(actor, params.id)
        return { status: 204 }
      },
    }),
  ]
}
