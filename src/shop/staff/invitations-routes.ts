import { z } from 'zod'
import { idField, idParams } from '../../fields.ts'
import { pageSchema } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { invitationViewSchema, openInvitationViewSchema, ownSessionViewSchema } from '../../wire.ts'
import { deviceName } from './device.ts'
import type { PeopleRoutesOptions } from './people-routes.ts'
import { type SignedInAnswerOptions, signedInAnswer } from './signed-in-answer.ts'
import { passwordField, personNameField, roleField, secretField } from './staff-fields.ts'

export type InvitationsRoutesOptions = PeopleRoutesOptions &
  SignedInAnswerOptions & { readonly loginsPerMinute: number }

export function invitationsRoutes(options: InvitationsRoutesOptions): readonly Route[] {
  const { staff, invitationLink, loginsPerMinute: perMinute } = options
  const { invitations } = staff
  return [
    route({
      method: 'POST',
      path: '/api/v1/invitations',
      summary: 'A one-time link by which somebody makes an account',
      access: 'staff.manage',
      // No Idempotency-Key: the answer would be kept, and the link with it.
      body: z.strictObject({
        role: roleField,
        /** null or left out: all stores. */
        storeId: idField.nullable().default(null),
        name: personNameField.nullable().default(null),
      }),
      answers: { 201: invitationViewSchema.extend({ token: z.string(), link: z.url() }) },
      handle: async ({ body, actor, site }) => {
        const { invitation, token } = await invitations.invite(actor, body)
        return { status: 201, body: { ...invitation, token, link: invitationLink(token, site) } }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/invitations',
      summary: 'The links that can still be used',
      access: 'staff.manage',
      answers: { 200: pageSchema(invitationViewSchema) },
      handle: async ({ actor }) => ({
        status: 200,
        body: { items: await invitations.list(actor), next: null },
      }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/invitations/:id',
      summary: 'Take an invitation back',
      access: 'staff.manage',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await invitations.revoke(actor, params.id)
        return { status: 204 }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/invitations/look',
      summary: 'What an invitation is for',
      access: 'public',
      perMinute: perMinute * 3,
      // In the body, since addresses are written to logs.
      body: z.strictObject({ token: secretField }),
      answers: { 200: openInvitationViewSchema },
      handle: async ({ body }) => ({ status: 200, body: await invitations.look(body.token) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/invitations/accept',
      summary: 'Make the account that one was invited to, or set a new password, and log in',
      access: 'public',
      perMinute,
      body: z.strictObject({
        token: secretField,
        /** Left out: the one in the invitation. */
        name: personNameField.nullable().default(null),
        password: passwordField,
      }),
      answers: { 201: ownSessionViewSchema },
      handle: async ({ body, ...asked }) => {
        const device = deviceName(asked.header('user-agent'))
        const signedIn = await invitations.accept(body.token, body.name, body.password, device)
        return signedInAnswer(signedIn, asked, options)
      },
    }),
  ]
}
