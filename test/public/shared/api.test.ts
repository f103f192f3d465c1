import { createServer, type RequestListener } from 'node:http'
import t, { type Test } from 'tap'
import { ApiProblem, call } from '../../../public/shared/api.ts'

async function serve(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/`
}

async function refusal(promise: Promise<unknown>): Promise<ApiProblem> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiProblem)) throw new Error(`no ApiProblem: ${String(error)}`)
  return error
}

t.test('a body goes out as JSON with the token and the key, and the answer comes back parsed', async t => {
  const url = await serve(t, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { authorization, 'idempotency-key': key, 'content-type': type } = request.headers
    response.end(JSON.stringify({ body, authorization, key, type, method: request.method }))
  })
  t.strictSame(await call('POST', url, { body: { a: 1 }, token: 'secret', idempotencyKey: 'k' }), {
    body: '{"a":1}',
    authorization: 'Bearer secret',
    key: 'k',
    type: 'application/json',
    method: 'POST',
  })
})

t.test('an answer without content is undefined', async t => {
  const url = await serve(t, (_request, response) => response.writeHead(204).end())
  t.equal(await call('DELETE', url), undefined)
})

t.test('a problem document becomes an ApiProblem with its members', async t => {
  const url = await serve(t, (_request, response) => {
    response.writeHead(409, { 'content-type': 'application/problem+json' })
    const type = 'https://stallcast.dev/problems/out-of-stock'
    response.end(
      JSON.stringify({ type, title: 'Out of stock', status: 409, detail: 'Only 2 left', lines: [1] }),
    )
  })
  const problem = await refusal(call('POST', url, { body: {}, idempotencyKey: 'k' }))
  t.match(problem, { status: 409, type: 'out-of-stock', detail: 'Only 2 left' })
  t.strictSame(problem.members.lines, [1])
})

t.test('a proxy’s own page is a problem too', async t => {
  const url = await serve(t, (_request, response) => response.writeHead(404).end('<h1>nginx</h1>'))
  t.match(await refusal(call('GET', url)), { status: 404, type: 'unexpected' })
})

t.test('a lost answer is asked for again where that does nothing twice, with the same key', async t => {
  const keys: unknown[] = []
  const url = await serve(t, (request, response) => {
    keys.push(request.headers['idempotency-key'])
    if (keys.length === 1) request.socket.destroy()
    else response.end('{"ok":true}')
  })
  t.strictSame(await call('POST', url, { body: {}, idempotencyKey: 'k' }), { ok: true })
  t.strictSame(keys, ['k', 'k'])
})

t.test('a POST without a key is never repeated', async t => {
  let count = 0
  const url = await serve(t, request => {
    count += 1
    request.socket.destroy()
  })
  t.match(await refusal(call('POST', url, { body: {} })), { status: 0, type: 'network' })
  t.equal(count, 1)
})

t.test('a refusal is not repeated', async t => {
  let count = 0
  const url = await serve(t, (_request, response) => {
    count += 1
    response.writeHead(404).end('{}')
  })
  await refusal(call('GET', url))
  t.equal(count, 1)
})

t.test('an aborted call rejects with the abort, not with a problem', async t => {
  const url = await serve(t, () => {})
  const stop = new AbortController()
  const asked = call('GET', url, { signal: stop.signal })
  stop.abort()
  await t.rejects(asked, { name: 'AbortError' })
})
