import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { cleanEnv, makeClone, run } from './helpers/clone.ts'
import { tempFolder } from './helpers/temp-folder.ts'

const root = path.join(import.meta.dirname, '..')
// A worker that runs: then the set-up has no reason to download or build one.
const env = { MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? '/bin/true' }

/** A folder for PATH with all programs of this machine but some. */
function programsWithout(folder: string, ...missing: string[]): string {
  mkdirSync(folder)
  for (const from of ['/bin', '/usr/bin', path.dirname(process.execPath)]) {
    for (const name of readdirSync(from)) {
      const link = path.join(folder, name)
      rmSync(link, { force: true })
      if (!missing.includes(name)) symlinkSync(path.join(from, name), link)
    }
  }
  return folder
}

t.test('each shell script can be read by a POSIX shell', async t => {
  for (const script of ['bin/setup', 'bin/run', 'worker/build.sh', '.ci/run']) {
    const { status, stderr } = spawnSync('sh', ['-n', path.join(root, script)], { encoding: 'utf8' })
    t.equal(status, 0, `${script} ${stderr}`)
  }
})

t.test('the first run brings what is missing; the second says nothing, within a second', async t => {
  const clone = makeClone(await tempFolder(t))
  const first = await run('bin/setup', [], { cwd: clone, env: cleanEnv(env) })
  t.equal(first.code, 0, first.stderr)
  t.match(first.stderr, '[1/1] The pages')
  t.ok(existsSync(path.join(clone, 'public/dist/manifest.json')))
  const second = await run('bin/setup', [], { cwd: clone, env: cleanEnv(env) })
  t.match(second, { code: 0, stdout: '', stderr: '' })
  t.ok(second.ms < 1000, `${second.ms} ms`)
})

t.test('a page that has changed is bundled again, and one that is broken stops the start', async t => {
  const clone = makeClone(await tempFolder(t))
  await run('bin/setup', [], { cwd: clone, env: cleanEnv(env) })
  const before = readdirSync(path.join(clone, 'public/dist'))
  writeFileSync(path.join(clone, 'public/watch/main.ts'), 'document.title = "changed"\n')
  t.match(await run('bin/setup', [], { cwd: clone, env: cleanEnv(env) }), { code: 0 })
  const after = readdirSync(path.join(clone, 'public/dist'))
  t.not(after.join(), before.join())
  writeFileSync(path.join(clone, 'public/watch/main.ts'), 'this is not TypeScript\n')
  const broken = await run('bin/setup', [], { cwd: clone, env: cleanEnv(env) })
  t.equal(broken.code, 1)
  t.match(broken.stderr, 'public/watch/main.ts:1')
  t.same(readdirSync(path.join(clone, 'public/dist')), after, 'the last bundle is still whole')
})

t.test('of two runs at the same time one does the work and the other waits for it', async t => {
  const clone = makeClone(await tempFolder(t))
  const both = await Promise.all([1, 2].map(() => run('bin/setup', [], { cwd: clone, env: cleanEnv(env) })))
  t.same(
    both.map(({ code }) => code),
    [0, 0],
  )
  t.equal(both.filter(({ stderr }) => stderr.includes('The pages')).length, 1)
})

t.test('a user who is not root is told what to type, after everything else was done', async t => {
  const parent = await tempFolder(t)
  const clone = makeClone(parent)
  const programs = programsWithout(path.join(parent, 'programs'), 'ffmpeg', 'ffprobe', 'id', 'apt-get')
  writeFileSync(path.join(programs, 'id'), '#!/bin/sh\necho 1000\n', { mode: 0o755 })
  writeFileSync(path.join(programs, 'apt-get'), '#!/bin/sh\necho must not be called >&2\n', { mode: 0o755 })
  const { code, stderr } = await run('bin/setup', [], {
    cwd: clone,
    env: cleanEnv({ ...env, PATH: programs }),
  })
  t.equal(code, 1)
  t.match(stderr, /^ {2}sudo apt-get update && sudo apt-get install --no-install-recommends ffmpeg$/m)
  t.notMatch(stderr, 'must not be called')
  t.ok(existsSync(path.join(clone, 'public/dist/manifest.json')))
})

t.test('where there is no apt-get, the user is told what is missing', async t => {
  const parent = await tempFolder(t)
  const clone = makeClone(parent)
  const programs = programsWithout(path.join(parent, 'programs'), 'ffmpeg', 'apt-get')
  const { code, stderr } = await run('bin/setup', [], {
    cwd: clone,
    env: cleanEnv({ ...env, PATH: programs }),
  })
  t.equal(code, 1)
  t.match(stderr, '- FFmpeg: ffmpeg and ffprobe')
})

t.test("the machine's own Node is used if it is new enough", async t => {
  const clone = makeClone(await tempFolder(t))
  const { code, stderr } = await run('bin/setup', [], {
    cwd: clone,
    env: cleanEnv({ ...env, PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` }),
  })
  t.equal(code, 0, stderr)
  t.equal(
    readlinkSync(path.join(clone, '.runtime/bin/node')),
    path.join(path.dirname(process.execPath), 'node'),
  )
})

t.test('bin/run becomes the command: its process, its signals and its exit code', async t => {
  const clone = makeClone(await tempFolder(t))
  writeFileSync(
    path.join(clone, 'bin/serve.ts'),
    `process.on('SIGTERM', () => process.exit(7))
     setInterval(() => {}, 1000)
     console.log(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), bin: process.env.MEDIASOUP_WORKER_BIN }))`,
  )
  let pid = 0
  const ended = await run('bin/run', ['serve', 'an argument'], {
    cwd: clone,
    env: cleanEnv(env),
    onOutput: (_, child) => {
      pid = child
      process.kill(child, 'SIGTERM')
    },
  })
  t.match(ended, { code: 7, signal: null })
  t.same(JSON.parse(ended.stdout), { pid, args: ['an argument'], bin: env.MEDIASOUP_WORKER_BIN })
})

t.test('bin/run and bin/setup refuse what they do not know', async t => {
  const clone = makeClone(await tempFolder(t))
  for (const [program, argument] of [
    ['bin/run', 'setup'],
    ['bin/run', '../x'],
    ['bin/setup', '--tests'],
  ] as const) {
    t.match(await run(program, [argument], { cwd: clone }), { code: 64, stderr: /^usage: / })
  }
  t.match(await run('bin/run', [], { cwd: clone }), { code: 64 })
})
