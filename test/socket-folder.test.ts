import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, stat, utimes } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'
import t from 'tap'
import { listen, SocketFolder } from '../src/socket-folder.ts'
import { tempFolder } from './helpers/temp-folder.ts'

const module = new URL('../src/socket-folder.ts', import.meta.url)

/** A process that has a folder in `parent`, and ends only when it is killed. */
async function otherProcess(t: Test, parent: string): Promise<{ name: string; kill(): Promise<void> }> {
  const script = `
    const { SocketFolder } = await import(${JSON.stringify(module.href)})
    process.stdout.write((await SocketFolder.start(${JSON.stringify(parent)})).path)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  t.teardown(kill)
  const [path] = await once(child.stdout, 'data')
  return { name: basename(String(path)), kill }
}

type Test = { teardown(task: () => unknown): void }

t.test('only this user may enter, and nothing is left after the close', async t => {
  const parent = await tempFolder(t)
  const folder = await SocketFolder.start(parent)
  t.equal((await stat(folder.path)).mode & 0o777, 0o700)
  await folder.close()
  await folder.close()
  t.same(await readdir(parent), [])
})

t.test('what a killed process has left is removed; what a living one uses stays', async t => {
  const parent = await tempFolder(t)
  const living = await otherProcess(t, parent)
  const killed = await otherProcess(t, parent)
  await killed.kill()
  t.same(new Set(await readdir(parent)), new Set([living.name, killed.name]))
  const folder = await SocketFolder.start(parent)
  t.teardown(() => folder.close())
  t.same(new Set(await readdir(parent)), new Set([living.name, basename(folder.path)]))
})

t.test('what is not ours stays, and what may be in the making does too', async t => {
  const parent = await tempFolder(t)
  const folders = ['stallcast-sock-young', 'stallcast-sock-old', 'stallcast-test-old']
  for (const name of folders) {
    await mkdir(join(parent, name, 'full'), { recursive: true })
    if (name.endsWith('old')) await utimes(join(parent, name), 1000, 1000)
  }
  const folder = await SocketFolder.start(parent)
  await folder.close()
  t.same(new Set(await readdir(parent)), new Set(['stallcast-sock-young', 'stallcast-test-old']))
})

t.test('a path that is too long for a socket is refused', async t => {
  await t.rejects(async () => listen(createServer(), join('/tmp', 'a'.repeat(100))), /too long/)
})
