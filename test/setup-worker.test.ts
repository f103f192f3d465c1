import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import path from 'node:path'
import t, { type Test } from 'tap'
import { archiveName, fetchPrebuilt } from '../worker/prebuilt.ts'
import { cleanEnv, makeClone, run } from './helpers/clone.ts'
import { tempFolder } from './helpers/temp-folder.ts'

const { version } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../node_modules/mediasoup/package.json'), 'utf8'),
)

async function listen(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

/** A release with the archive of this machine, which holds `file` as mediasoup-worker. */
async function listenWith(t: Test, file: string): Promise<string> {
  const folder = await tempFolder(t)
  copyFileSync(file, path.join(folder, 'mediasoup-worker'))
  const archive = execFileSync('tar', ['-czf', '-', '-C', folder, 'mediasoup-worker'], { maxBuffer: 1e8 })
  return await listen(t, (request, response) => {
    if (request.url === `/${version}/${archiveName(version)}`) response.end(archive)
    else response.writeHead(404).end()
  })
}

/** A program that answers as a sound worker does when it is not told its version. */
async function soundWorker(t: Test): Promise<string> {
  const file = path.join(await tempFolder(t), 'worker')
  writeFileSync(file, '#!/bin/sh\n[ -z "$MEDIASOUP_VERSION" ] && exit 41\n', { mode: 0o755 })
  return file
}

async function attempt(t: Test, baseUrl: string, timeouts = { answerTimeout: 5000, timeout: 20_000 }) {
  const folder = await tempFolder(t)
  const output = path.join(folder, 'worker')
  const error = await fetchPrebuilt({ version, output, baseUrl, ...timeouts }).then(
    () => null,
    error => error,
  )
  return { error, output, left: readdirSync(folder) }
}

t.test('the official worker is taken when it runs here', async t => {
  const { error, output, left } = await attempt(t, await listenWith(t, await soundWorker(t)))
  t.equal(error, null)
  t.same(left, ['worker'])
  t.equal(statSync(output).mode & 0o777, 0o755)
})

t.test('a worker that does not run here is not kept', async t => {
  const { error, left } = await attempt(t, await listenWith(t, '/bin/false'))
  t.match(error?.message, 'does not run on this machine: 1')
  t.same(left, [])
})

t.test('what is not an archive, or not there, leaves nothing', async t => {
  const garbage = await attempt(
    t,
    await listen(t, (_, response) => response.end('<html>log in first</html>')),
  )
  t.match(garbage.error?.message, 'cannot be unpacked')
  t.same(garbage.left, [])
  const missing = await attempt(t, await listen(t, (_, response) => response.writeHead(404).end()))
  t.match(missing.error?.cause?.message, '404')
  t.same(missing.left, [])
})

t.test('a server that does not answer, or stops in the middle, is given up', async t => {
  const timeouts = { answerTimeout: 200, timeout: 500 }
  const silent = await attempt(t, await listen(t, () => undefined), timeouts)
  t.match(silent.error?.cause?.message, 'no answer within 200 ms')
  const stalled = await attempt(t, await listen(t, (_, response) => response.write('beginning')), timeouts)
  t.match(stalled.error?.cause?.name, 'TimeoutError')
})

t.test('the set-up links the worker that it has downloaded, and a second clone shares it', async t => {
  const parent = await tempFolder(t)
  const env = cleanEnv({
    XDG_CACHE_HOME: path.join(parent, 'cache'),
    MEDIASOUP_WORKER_BIN: '',
    MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: await listenWith(t, await soundWorker(t)),
  })
  const clone = makeClone(parent)
  const first = await run('bin/setup', [], { cwd: clone, env })
  t.equal(first.code, 0, first.stderr)
  t.match(first.stderr, "mediasoup's worker")
  t.ok(existsSync(path.join(clone, '.runtime/bin/mediasoup-worker')))
  const other = makeClone(path.join(parent, 'other'))
  const second = await run('bin/setup', [], { cwd: other, env })
  t.equal(second.code, 0, second.stderr)
  t.notMatch(second.stderr, "mediasoup's worker")
  t.ok(existsSync(path.join(other, '.runtime/bin/mediasoup-worker')))
})

t.test(
  'when the worker can be neither downloaded nor built, the rest is set up and each start says so',
  async t => {
    const parent = await tempFolder(t)
    const env = cleanEnv({
      XDG_CACHE_HOME: path.join(parent, 'cache'),
      MEDIASOUP_WORKER_BIN: '',
      MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: await listen(t, (_, response) =>
        response.writeHead(404).end(),
      ),
    })
    const clone = makeClone(parent)
    writeFileSync(path.join(clone, 'worker/CMakeLists.txt'), 'message(FATAL_ERROR "this recipe is broken")\n')
    for (const attempt of [1, 2]) {
      const { code, stderr } = await run('bin/setup', [], { cwd: clone, env })
      t.equal(code, 0, stderr)
      t.match(stderr, 'Without WebRTC')
      t.equal(stderr.includes("] mediasoup's worker"), attempt === 1, 'it is tried once')
    }
    t.match(readFileSync(path.join(clone, '.runtime/worker-failed.log'), 'utf8'), 'this recipe is broken')
    t.ok(existsSync(path.join(clone, 'public/dist/manifest.json')))
  },
)
