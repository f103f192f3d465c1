import { z } from 'zod'
import { requireStaff } from '../../access.ts'
import { idParams } from '../../fields.ts'
import { pageSchema } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { sessionCookie } from '../../session-cookie.ts'
import { ownSessionViewSchema, sessionViewSchema } from '../../wire.ts'
import { deviceName } from './device.ts'
import { nameKey } from './names.ts'
import { ownSessionView, type SignedInAnswerOptions, signedInAnswer } from './signed-in-answer.ts'
import { passwordField, personNameField, secretField } from './staff-fields.ts'

export type SessionRoutesOptions = SignedInAnswerOptions & {
  readonly loginsPerMinute: number
}

/** Logging in and out, and what is one's own: sessions and the password. */
export function sessionRoutes(options: SessionRoutesOptions): readonly Route[] {
  const { staff, loginsPerMinute: perMinute, currency } = options
  const { signIn, sessions, devices } = staff
  return [
    route({
      method: 'POST',
      path: '/api/v1/owner',
      summary: 'Make an owner, by the link that was printed on the machine itself',
      access: 'public',
      perMinute,
      body: z.strictObject({ token: secretField, name: personNameField, password: passwordField }),
      answers: { 201: ownSessionViewSchema },
      handle: async ({ body, ...asked }) => {
        const device = deviceName(asked.header('user-agent'))
        const signedIn = await signIn.makeOwner(body.token, body.name, body.password, device)
        return signedInAnswer(signedIn, asked, options)
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/session',
      summary: 'Log in',
      access: 'public',
      perMinute,
      body: z.strictObject({ name: personNameField, password: z.string().max(200) }),
      answers: { 201: ownSessionViewSchema },
      handle: async ({ body, ...asked }) => {
        const known = devices.find(asked.header('cookie'), nameKey(body.name))
        const device = deviceName(asked.header('user-agent'))
        return signedInAnswer(await signIn.signIn({ ...body, device, known }), asked, options)
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/session',
      summary: 'Who is logged in, and what they may do',
      access: 'signed-in',
      answers: { 200: ownSessionViewSchema },
      handle: ({ actor }) => ({ status: 200, body: ownSessionView(requireStaff(actor), currency) }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/session',
      summary: 'Log out',
      access: 'public',
      answers: { 204: null },
      handle: async ({ cookie }) => {
        if (cookie !== undefined) await sessions.signOut(cookie)
        // Of whichever name: this person is logged out.
        const cookies = [false, true].map(secure => sessionCookie('', 0, secure))
        return { status: 204, headers: { 'set-cookie': cookies } }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/session/password',
      summary: 'Change your password; your other sessions end',
      access: 'signed-in',
      perMinute,
      body: z.strictObject({ old: z.string().max(200), password: passwordField }),
      answers: { 204: null },
      handle: async ({ body, actor, header }) => {
        const known = devices.find(header('cookie'), nameKey(requireStaff(actor).name))
        await signIn.changePassword(actor, body.old, body.password, known)
        return { status: 204 }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/sessions',
      summary: 'Where you are logged in',
      access: 'signed-in',
      answers: { 200: pageSchema(sessionViewSchema) },
      handle: async ({ actor }) => ({ status: 200, body: { items: await sessions.list(actor), next: null } }),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/sessions',
      summary: 'Log out everywhere else',
      access: 'signed-in',
      answers: { 204: null },
      handle: async ({ actor }) => {
        await sessions.endOthers(actor)
        return { status: 204 }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/sessions/:id',
      summary: 'End a session: your own, or with staff.manage that of somebody you may manage',
      access: 'signed-in',
      params: idParams,
      answers: { 204: null },
      handle: async ({ params, actor }) => {
        await sessions.end(actor, params.id)
        return { status: 204 }
      },
    }),
  ]
}
