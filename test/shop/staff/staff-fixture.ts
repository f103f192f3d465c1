import type { Test } from 'tap'
import { createLog } from '../../../src/log.ts'
import type { Permission, Role } from '../../../src/permissions.ts'
import type { Actor, Route, StaffActor } from '../../../src/route.ts'
import type { Made } from '../../../src/shop/staff/invitations.ts'
import type { SignedIn } from '../../../src/shop/staff/sessions.ts'
import { Staff } from '../../../src/shop/staff/staff.ts'
import { staffRoutes } from '../../../src/shop/staff/staff-routes.ts'
import { call, type Reply } from '../call.ts'
import { TestShop } from '../shop-fixture.ts'

export const day = 86_400_000
export const ownerToken = 'an-owner-token-for-tests'
export const password = 'a very long password'
export const device = { device: 'Chrome · Windows', known: null }

/** A shop, the people who work there, and their calls. */
export class TestStaff {
  readonly shop: TestShop
  readonly staff: Staff
  readonly routes: readonly Route[]

  private constructor(shop: TestShop, staff: Staff, routes: readonly Route[]) {
    this.shop = shop
    this.staff = staff
    this.routes = routes
  }

  static async start(t: Test): Promise<TestStaff> {
    const shop = await TestShop.start(t)
    const staff = new Staff({
      changes: shop.shop.changes,
      ownerToken,
      secret: Buffer.alloc(32, 3),
      life: { idle: 30 * day, longest: 90 * day },
      log: createLog('silent'),
    })
    const routes = staffRoutes({
      staff,
      loginsPerMinute: 10,
      secureCookie: false,
      currency: 'CNY',
      now: shop.clock.now,
      invitationLink: (token, site) => `${site}/welcome#invite=${token}`,
    })
    return new TestStaff(shop, staff, [...routes, ...shop.shop.routes])
  }

  /** The first owner. */
  async owner(name = '店主'): Promise<SignedIn> {
    const link = await this.staff.signIn.firstOwnerLink()
    if (link === null) throw new Error('there is an owner already')
    return this.staff.signIn.makeOwner(link, name, password, '')
  }

  /** Somebody who came by the owner's token's invitation, logged in. */
  async person(role: Role, name: string = role, storeId: string | null = null): Promise<SignedIn> {
    const { token } = await this.invite({ role, storeId })
    return this.staff.invitations.accept(token, name, password, '')
  }

  async invite(invite: { role: Role; storeId?: string | null; name?: string | null }): Promise<Made> {
    const boss = await this.boss()
    return this.staff.invitations.invite(boss, { storeId: null, name: null, ...invite })
  }

  /** The owner's token. */
  boss(): Promise<Actor> {
    return this.staff.authenticate({ cookie: undefined, bearer: ownerToken })
  }

  /** Who a session's cookie stands for at this moment. */
  now({ token }: { readonly token: string }): Promise<Actor> {
    return this.staff.authenticate({ cookie: token, bearer: undefined })
  }

  async nowStaff(session: { readonly token: string }): Promise<StaffActor> {
    const actor = await this.now(session)
    if (actor.kind === 'guest') throw new Error('this session has ended')
    return actor
  }

  byToken(bearer: string): Promise<Actor> {
    return this.staff.authenticate({ cookie: undefined, bearer })
  }

  signIn(name: string, given = password): Promise<SignedIn> {
    return this.staff.signIn.signIn({ name, password: given, ...device })
  }

  async call(actor: Actor, method: string, path: string, body?: unknown): Promise<Reply> {
    return call(this.routes, { method, path, body, actor })
  }

  /** A token's secret. */
  async token(
    actor: Actor,
    scopes: readonly Permission[],
    more: { storeId?: string; expiresAt?: string } = {},
  ): Promise<string> {
    const made = await this.call(actor, 'POST', '/api/v1/tokens', { name: 'script', scopes, ...more })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    return made.body.token
  }

  /** How often an action was written down. */
  async audited(action: string): Promise<number> {
    const rows = await this.shop.db.selectFrom('audit').selectAll().where('action', '=', action).execute()
    return rows.length
  }
}
