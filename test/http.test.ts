import { connect } from 'node:net'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { z } from 'zod'
import { staffActor } from '../src/access.ts'
import { clientKey } from '../src/client-address.ts'
import { ConflictError } from '../src/errors.ts'
import { Http } from '../src/http.ts'
import { createLog, type Logger } from '../src/log.ts'
import { openApi } from '../src/openapi.ts'
import type { Permission } from '../src/permissions.ts'
import { type Route, route } from '../src/route.ts'
import { problemSchema } from '../src/wire.ts'

const echo = route({
  method: 'POST',
  path: '/api/v1/echo/:id',
  summary: 'Say it again',
  access: 'public',
  params: z.object({ id: z.string().max(5) }),
  query: z.object({ times: z.coerce.number().int().max(3).default(1) }),
  body: z.strictObject({ text: z.string().max(10) }),
  answers: { 200: z.object({ text: z.string() }) },
  handle: ({ params, query, body }) => ({
    status: 200,
    body: { text: `${params.id} ${body.text.repeat(query.times)}` },
  }),
})

function serve(t: Test, ...routes: readonly Route[]): Promise<string> {
  return serveWithLog(t, createLog('silent'), routes)
}

async function serveWithLog(
  t: Test,
  log: Logger,
  routes: readonly Route[],
  trustProxy: boolean | number = false,
): Promise<string> {
  const http = await Http.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustProxy,
    lanes: [],
    routes,
    authenticate: async ({ bearer, cookie }) => {
      const role = bearer ?? cookie
      return role === 'owner' || role === 'cashier'
        ? staffActor({ id: role, name: role, role })
        : { kind: 'guest' }
    },
    log,
  })
  t.teardown(() => http.close())
  return `http://127.0.0.1:${http.port}`
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...headers },
})

t.test('a call is parsed by its schemas and answered as JSON', async t => {
  const site = await serve(t, echo)
  const answer = await fetch(`${site}/api/v1/echo/a1?times=2`, post('{"text":"ho"}'))
  t.equal(answer.status, 200)
  t.same(await answer.json(), { text: 'a1 hoho' })
  t.equal(answer.headers.get('cache-control'), 'no-store')
  t.match(answer.headers.get('content-security-policy'), /default-src 'self'/)
})

t.test('what breaks a schema is refused with the key and the rule', async t => {
  const site = await serve(t, echo)
  for (const [path, body, key, error] of [
    ['a1', '{"text":"far too long for it"}', 'text', { path: 'text', rule: 'too-long', limit: 10 }],
    ['a1', '{}', 'text', { path: 'text', rule: 'required' }],
    ['a1', '{"text":"a","more":1}', 'more', { path: 'body', rule: 'unknown' }],
    ['a1', '[]', 'body', { path: 'body', rule: 'format' }],
    ['toolong', '{"text":"a"}', 'id', { path: 'id', rule: 'too-long' }],
    ['a1?times=9', '{"text":"a"}', 'times', { path: 'times', rule: 'too-large' }],
  ] as const) {
    const answer = await fetch(`${site}/api/v1/echo/${path}`, post(body))
    t.equal(answer.status, 400)
    t.equal(answer.headers.get('content-type'), 'application/problem+json')
    const problem = problemSchema.parse(await answer.json())
    t.match(problem.detail, key)
    t.match(problem.errors, [error])
    t.equal(problem.errors?.length, 1)
  }
})

t.test('a body that is no JSON, too large, or of another type is refused', async t => {
  const site = await serve(t, echo)
  t.equal((await fetch(`${site}/api/v1/echo/a`, post('{"text":'))).status, 400)
  t.equal(
    (await fetch(`${site}/api/v1/echo/a`, post(JSON.stringify({ text: 'x'.repeat(300_000) })))).status,
    413,
  )
  t.equal((await fetch(`${site}/api/v1/echo/a`, post('{}', { 'content-type': 'text/plain' }))).status, 415)
})

t.test('a body that is nested deeper than the stack is refused like any other', async t => {
  const at = await serve(t, echo)
  const deep = `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${at}/api/v1/echo/a`, { method: 'POST', headers, body: deep })
  t.equal(reply.status, 400)
})

t.test('access is checked before anything is read', async t => {
  const secret = (access: Permission): Route =>
    route({
      method: 'POST',
      path: `/${access}`,
      summary: access,
      access,
      body: z.object({}),
      answers: { 200: z.object({}) },
      handle: () => ({ status: 200, body: {} }),
    })
  const site = await serve(t, secret('orders.read'), secret('settings.manage'))
  const status = async (path: string, token: string): Promise<number> =>
    (await fetch(`${site}/${path}`, post('{}', { authorization: `Bearer ${token}` }))).status
  t.equal(await status('orders.read', 'nobody'), 401)
  t.equal(await status('orders.read', 'cashier'), 200)
  t.equal(await status('settings.manage', 'cashier'), 403)
  t.equal(await status('settings.manage', 'owner'), 200)
})

t.test('another site cannot use a visitor session', async t => {
  const site = await serve(t, echo)
  const cookie = 'stallcast_session=owner'
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${site}/api/v1/echo/a`, post('{"text":"a"}', { cookie, ...headers }))).status
  t.equal(await status({ origin: 'https://evil.example' }), 403)
  t.equal(await status({ origin: 'null' }), 403)
  t.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403)
  t.equal(await status({ origin: site }), 200)
})

t.test(
  'errors become problems: known ones with their details, others without a word of the inside',
  async t => {
    const failing = (path: string, error: Error): Route =>
      route({
        method: 'GET',
        path,
        summary: 'fails',
        access: 'public',
        answers: {},
        handle: () => {
          throw error
        },
      })
    const site = await serve(
      t,
      failing('/known', new ConflictError('out-of-stock', 'Only 2 are left.', { left: 2 })),
      failing('/unknown', new Error('secret path /root')),
    )
    t.same(await (await fetch(`${site}/known`)).json(), {
      left: 2,
      type: 'https://stallcast.dev/problems/out-of-stock',
      title: 'out of stock',
      status: 409,
      detail: 'Only 2 are left.',
    })
    const unknown = await fetch(`${site}/unknown`)
    t.equal(unknown.status, 500)
    t.notMatch(await unknown.text(), /secret/)
    t.equal((await fetch(`${site}/nowhere`)).status, 404)
    t.equal((await fetch(`${site}/known`, { method: 'DELETE' })).status, 405)
  },
)

t.test('a call that fails is logged with its route, without what only its caller knows', async t => {
  const failing = route({
    method: 'GET',
    path: '/whep/:slug/:id',
    summary: 'Fail',
    access: 'public',
    answers: { 204: null },
    handle: () => {
      throw new Error('it broke')
    },
  })
  const lines: string[] = []
  const site = await serveWithLog(t, pino({}, { write: line => lines.push(line) }), [failing])
  t.equal((await fetch(`${site}/whep/tea/4f9sGJ0s_secret-of-them`)).status, 500)
  t.equal(lines.length, 1)
  t.match(JSON.parse(lines[0] ?? ''), {
    route: '/whep/:slug/:id',
    method: 'GET',
    err: { message: 'it broke' },
  })
  t.notMatch(lines[0], '4f9sGJ0s_secret-of-them')
})

t.test('calls over the limit of an address are refused with the time to wait', async t => {
  const limited = route({
    method: 'GET',
    path: '/limited',
    summary: 'limited',
    access: 'public',
    perMinute: 2,
    answers: { 204: null },
    handle: () => ({ status: 204 }),
  })
  const site = await serve(t, limited)
  t.equal((await fetch(`${site}/limited`)).status, 204)
  t.equal((await fetch(`${site}/limited`)).status, 204)
  const refused = await fetch(`${site}/limited`)
  t.equal(refused.status, 429)
  t.ok(Number(refused.headers.get('retry-after')) > 0)
})

t.test('an IPv6 customer counts as one address, and IPv4 in IPv6 as IPv4', async t => {
  t.equal(clientKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  t.equal(clientKey('2001:db8::1'), '2001:db8:0:0')
  t.equal(clientKey('::ffff:10.0.0.1'), '10.0.0.1')
  t.equal(clientKey('::1'), '0:0:0:0')
})

t.test('a client that hangs half-way through a request harms nobody, and close() still ends', async t => {
  const site = await serve(t, echo)
  const socket = connect(Number(new URL(site).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => undefined)
  await new Promise<void>(resolve =>
    socket.write('POST /api/v1/echo/a HTTP/1.1\r\nHost: x\r\nContent-', () => resolve()),
  )
  t.equal((await fetch(`${site}/api/v1/echo/a`, post('{"text":"a"}'))).status, 200)
})

t.test('the OpenAPI document is made from the same schemas', async t => {
  const document = openApi([echo], '1.2.3') as {
    openapi: string
    paths: Record<string, Record<string, object>>
  }
  t.equal(document.openapi, '3.1.0')
  t.match(document.paths['/api/v1/echo/{id}']?.post, {
    parameters: [
      { name: 'id', in: 'path', required: true },
      { name: 'times', in: 'query', required: false },
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: { properties: { text: { maxLength: 10 } }, additionalProperties: false },
        },
      },
    },
  })
})

t.test('behind proxies limits go by the address that they saw, not by what a caller wrote', async t => {
  const limited = { ...echo, perMinute: 2 }
  for (const [proxies, seen] of [
    [true, '203.0.113.7'],
    [2, '203.0.113.7, 10.0.0.1'],
  ] as const) {
    const site = await serveWithLog(t, createLog('silent'), [limited], proxies)
    const statuses: number[] = []
    for (const forged of ['198.51.100.1', '198.51.100.2', '198.51.100.3, 198.51.100.4']) {
      const headers = { 'x-forwarded-for': `${forged}, ${seen}` }
      statuses.push((await fetch(`${site}/api/v1/echo/a1`, post('{"text":"ho"}', headers))).status)
    }
    t.same(statuses, [200, 200, 429], `${proxies}`)
    const other = { 'x-forwarded-for': seen.replace('.7', '.8') }
    t.equal((await fetch(`${site}/api/v1/echo/a1`, post('{"text":"ho"}', other))).status, 200)
  }
})
