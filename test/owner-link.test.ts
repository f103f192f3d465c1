import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { startStallcast } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.setTimeout(60_000)

t.test('an owner who is locked out comes back by a link that is printed on the machine, once', async t => {
  const data = await tempFolder(t)
  const { server, call } = await startStallcast(t, {}, data)
  const first = new URL(server.ownerLink ?? '').hash.slice(1)
  const as = { token: null }
  const made = await call(
    'POST',
    '/api/v1/owner',
    { token: first, name: 'Li Na', password: 'forgotten again' },
    as,
  )
  t.equal(made.status, 201)
  const { NODE_OPTIONS: _tapHooks, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, '../bin/owner-link.ts')],
    { env: { ...env, STALLCAST_DATA: data } },
  )
  const token = /\/welcome#owner=([\w-]{43})\n/.exec(stdout)?.[1] ?? ''
  const body = { token, name: 'li na', password: 'written down now' }
  const back = await call('POST', '/api/v1/owner', body, as)
  t.match(back, { status: 201, body: { name: 'Li Na', role: 'owner' } })
  t.equal((await call('POST', '/api/v1/owner', body, as)).status, 410)
  const login = (password: string) => call('POST', '/api/v1/session', { name: 'Li Na', password }, as)
  t.equal((await login('forgotten again')).status, 401)
  t.equal((await login('written down now')).status, 201)
})
