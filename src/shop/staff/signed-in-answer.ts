import type { Answer, RouteRequest, StaffActor } from '../../route.ts'
import { sessionCookie } from '../../session-cookie.ts'
import type { OwnSessionView } from '../../wire.ts'
import { nameKey } from './names.ts'
import type { SignedIn } from './sessions.ts'
import type { Staff } from './staff.ts'

export type SignedInAnswerOptions = {
  readonly staff: Staff
  /** True when people reach the site by https only. */
  readonly secureCookie: boolean
  readonly currency: string
  /** Epoch milliseconds. */
  readonly now: () => number
}

export function ownSessionView(actor: StaffActor, currency: string): OwnSessionView {
  const { id, name, role, storeId, permissions } = actor
  return { id, name, role, storeId, permissions: [...permissions], currency }
}

/** The answer to a login: who it is, the session's cookie, and one by which the device is known again. */
export function signedInAnswer(
  { actor, token, endsAt }: SignedIn,
  asked: Pick<RouteRequest<unknown, unknown, unknown>, 'secure' | 'header'>,
  { staff, secureCookie, currency, now }: SignedInAnswerOptions,
): Answer {
  const secure = asked.secure || secureCookie
  const seconds = Math.floor((endsAt - now()) / 1000)
  const device = staff.devices.remember(asked.header('cookie'), nameKey(actor.name), secure)
  return {
    status: 201,
    headers: { 'set-cookie': [sessionCookie(token, seconds, secure), ...(device === null ? [] : [device])] },
    body: ownSessionView(actor, currency),
  }
}
