import t from 'tap'
import { type Permission, permissions, type Role, rolePermissions, roles } from '../src/permissions.ts'
import { type Stallcast, startStallcast } from './helpers/stallcast.ts'

t.setTimeout(120_000)

type Operation = { readonly method: string; readonly path: string; readonly access: string }

/** What anyone on the internet may call: nothing is added here without a thought. */
const open = [
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
  'GET /api/v1/openapi.json',
  // How staff come in.
  'POST /api/v1/owner',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
  'POST /api/v1/invitations/look',
  'POST /api/v1/invitations/accept',
  // What customers see and do.
  'GET /api/v1/stores',
  'GET /api/v1/stores/{id}',
  'GET /api/v1/stock',
  'GET /api/v1/categories',
  'GET /api/v1/products',
  'GET /api/v1/products/{id}',
  'GET /api/v1/pictures/{file}',
  'GET /api/v1/rooms',
  'GET /api/v1/rooms/{slug}',
  'GET /api/v1/rooms/{slug}/shows',
  'GET /api/v1/shows',
  'GET /api/v1/shows/{id}',
  'GET /api/v1/home',
  'GET /api/v1/covers/{file}',
  'POST /api/v1/orders',
  'POST /api/v1/orders/preview',
  'GET /api/v1/stores/{id}/slots',
  // With the order's own token, or as staff.
  'GET /api/v1/orders/{id}',
  'POST /api/v1/orders/mine',
  'POST /api/v1/orders/{id}/cancel',
  'POST /api/v1/orders/{id}/returns/preview',
  'POST /api/v1/orders/{id}/returns',
  'GET /api/v1/orders/{id}/returns',
  'PATCH /api/v1/returns/{id}',
  'POST /api/v1/returns/{id}/cancel',
]
/** By a stream key, or open as the room's page is. */
const media = /^\w+ \/(hls|replays|whip|whep)\//

/** Permissions whose routes are still to come. */
const waiting: readonly Permission[] = ['rooms.moderate']

/** Asked for by calls that are open to others as well: a buyer cancels their own order. */
const inside: readonly Permission[] = ['orders.cancel']

async function operations({ call }: Stallcast): Promise<Operation[]> {
  const { body } = await call<{ paths: Record<string, Record<string, { 'x-permission'?: string }>> }>(
    'GET',
    '/api/v1/openapi.json',
  )
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), path },
      access: operation['x-permission'] ?? 'public',
    })),
  )
}

t.test('each call names the permission that it needs, or is known to be open', async t => {
  const all = await operations(await startStallcast(t))
  t.ok(all.length > 40)
  const isOpen = ({ method, path }: Operation) =>
    open.includes(`${method} ${path}`) || media.test(`${method} ${path}`)
  t.same(
    all
      .filter(entry => entry.access === 'public' && !isOpen(entry))
      .map(({ method, path }) => `${method} ${path}`),
    [],
  )
  t.same(
    all.filter(entry => entry.access !== 'public' && isOpen(entry)),
    [],
  )
  const named = new Set(all.map(({ access }) => access))
  const known = new Set<string>(['public', 'signed-in', ...permissions])
  t.same(
    [...named].filter(access => !known.has(access)),
    [],
  )
  t.same(
    permissions.filter(name => !named.has(name) && !waiting.includes(name) && !inside.includes(name)),
    [],
    'no permission is for nothing',
  )
})

t.test('each role is let through where it may go, and nowhere else, before anything is read', async t => {
  const stallcast = await startStallcast(t, { limits: { loginsPerMinute: 100_000 } })
  const { call, site } = stallcast
  const all = await operations(stallcast)
  const tokens: [Role | 'guest', string | null][] = [['guest', null]]
  for (const role of roles) {
    const made = await call<{ token: string }>('POST', '/api/v1/invitations', { role })
    const password = 'a very long password'
    const accepted = await fetch(`${site}/api/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: made.body.token, name: `the ${role}`, password }),
    })
    t.equal(accepted.status, 201)
    tokens.push([role, /stallcast_session=([^;]+)/.exec(accepted.headers.getSetCookie()[0] ?? '')?.[1] ?? ''])
  }
  for (const { method, path, access } of all) {
    // The whole sample shop is too much for a test of doors.
    if (access === 'public' || path === '/api/v1/setup/sample-shop') continue
    const address = site + path.replace('{slug}', 'none').replace(/\{\w+\}/g, 'none')
    for (const [role, cookie] of tokens) {
      const answer = await fetch(address, {
        method,
        headers: {
          'content-type': 'text/plain',
          'idempotency-key': `${method}${path}${role}`,
          ...(cookie !== null && { cookie: `stallcast_session=${cookie}` }),
        },
        ...(method !== 'GET' && { body: 'not what was asked for' }),
      })
      await answer.body?.cancel()
      const title = `${role}: ${method} ${path} needs ${access}`
      if (role === 'guest') t.equal(answer.status, 401, title)
      else if (access === 'signed-in' || rolePermissions[role].has(access as Permission)) {
        t.notOk([401, 403].includes(answer.status), `${title}, and answered ${answer.status}`)
      } else t.equal(answer.status, 403, title)
    }
  }
})
