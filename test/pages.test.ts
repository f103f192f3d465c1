import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import t from 'tap'
import { pageRoutes } from '../src/pages.ts'
import { call } from './shop/call.ts'

const folder = join(import.meta.dirname, '../public')
const names = readdirSync(join(folder, 'dist')).filter(name => !/^manifest\.json$|\.br$/.test(name))

t.test('a browser that takes brotli gets each built file in it, others get it as it is', async t => {
  const routes = pageRoutes(folder)
  const ask = (path: string, encodings: string) =>
    call(routes, { method: 'GET', path, headers: { 'accept-encoding': encodings } })
  const differ: string[] = []
  for (const name of names) {
    const file = readFileSync(join(folder, 'dist', name))
    const plain = await ask(`/assets/${name}`, 'gzip')
    const packed = await ask(`/assets/${name}`, 'gzip, deflate, br')
    const same =
      plain.headers['content-encoding'] === undefined &&
      file.equals(plain.body) &&
      packed.headers['content-encoding'] === 'br' &&
      file.equals(brotliDecompressSync(packed.body))
    if (!same) differ.push(name)
  }
  t.ok(names.length > 50, `${names.length} files`)
  t.same(differ, [])
  for (const none of ['manifest.json', 'manifest.json.br', `${names[0]}.br`])
    t.equal((await ask(`/assets/${none}`, 'br')).status, 404, none)
  const shell = await ask('/', 'br')
  t.match(String(brotliDecompressSync(shell.body)), /^<!doctype html>/i)
})
