import { z } from 'zod'
import { UnauthorizedError } from '../../errors.ts'
import { roles } from '../../permissions.ts'
import { type Answer, type Route, route } from '../../route.ts'
import { sessionCookie } from '../../session-cookie.ts'
import type { SignedIn, Staff } from './staff.ts'

const nameSchema = z.string().trim().min(1).max(40)
const passwordSchema = z.string().min(10).max(200)
const sessionView = z.object({
  name: z.string(),
  role: z.enum(roles),
  /** What prices are in unless they say otherwise: ISO 4217. */
  currency: z.string(),
})

export type StaffRoutesOptions = {
  readonly staff: Staff
  readonly perMinute: number
  /** True when people reach the site by https only. */
  readonly secureCookie: boolean
  readonly currency: string
}

export function staffRoutes(options: StaffRoutesOptions): readonly Route[] {
  const { staff, perMinute, secureCookie, currency } = options
  const signedIn = ({ name, role, token, expiresAt }: SignedIn, secure: boolean): Answer => ({
    status: 201,
    headers: {
      'set-cookie': sessionCookie(token, Math.floor((expiresAt - Date.now()) / 1000), secure || secureCookie),
    },
    body: { name, role, currency },
  })
  return [
    route({
      method: 'POST',
      path: '/api/v1/owner',
      summary: "Make the first owner's account, by the link that the server printed",
      access: 'public',
      perMinute,
      body: z.strictObject({ token: z.string().max(100), name: nameSchema, password: passwordSchema }),
      answers: { 201: sessionView },
      handle: async ({ body, secure }) =>
        signedIn(await staff.makeOwner(body.token, body.name, body.password), secure),
    }),
    route({
      method: 'POST',
      path: '/api/v1/session',
      summary: 'Log in',
      access: 'public',
      perMinute,
      body: z.strictObject({ name: nameSchema, password: z.string().max(200) }),
      answers: { 201: sessionView },
      handle: async ({ body, secure }) => signedIn(await staff.signIn(body.name, body.password), secure),
    }),
    route({
      method: 'GET',
      path: '/api/v1/session',
      summary: 'Who is logged in',
      access: 'public',
      answers: { 200: sessionView },
      handle: ({ actor }) => {
        if (actor.kind === 'guest') throw new UnauthorizedError()
        return { status: 200, body: { name: actor.name, role: actor.role, currency } }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/session',
      summary: 'Log out',
      access: 'public',
      answers: { 204: null },
      handle: async request => {
        const token = request.cookie
        if (token !== undefined) await staff.signOut(token)
        // Of whichever name: this person is logged out.
        const cookies = [false, true].map(secure => sessionCookie('', 0, secure))
        return { status: 204, headers: { 'set-cookie': cookies } }
      },
    }),
  ]
}
