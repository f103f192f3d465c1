import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { cleanEnv, type Ended, makeClone, run } from './helpers/clone.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

// Each run starts a compiler, a linter and tap, which takes long on a machine that has other things to do.
t.setTimeout(120_000)

const passing = `import t from 'tap'
  t.ok(true)
  t.test('more', async t => t.equal(1, 1))`

/** A clone with these tests. */
async function project(t: Test, tests: Record<string, string>): Promise<string> {
  const clone = makeClone(await tempFolder(t))
  mkdirSync(path.join(clone, 'test/helpers'), { recursive: true })
  for (const helper of ['postgres-cluster.ts', 'until.ts']) {
    copyFileSync(path.join(import.meta.dirname, 'helpers', helper), path.join(clone, 'test/helpers', helper))
  }
  writeFileSync(path.join(clone, 'test/style.ts'), 'export const one = 1\n')
  writeFileSync(
    path.join(clone, 'biome.json'),
    '{ "files": { "includes": ["test/style.ts"] }, "formatter": { "enabled": false } }',
  )
  for (const [name, text] of Object.entries(tests)) writeFileSync(path.join(clone, 'test', name), text)
  return clone
}

const runTests = (clone: string, ...files: string[]) =>
  run(process.execPath, [path.join(clone, 'bin/test.ts'), ...files], { cwd: clone })

const lastLine = ({ stdout }: Ended) => stdout.trimEnd().split('\n').at(-1)

/** Whether it runs; one that has ended and that nobody has asked about has no command line any more. */
function alive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}

t.test('the last line counts what has passed, and the exit code is 0', async t => {
  const ended = await runTests(await project(t, { 'a.test.ts': passing, 'b.test.ts': passing }))
  t.equal(lastLine(ended), '4 passed, 0 failed', ended.stdout)
  t.equal(ended.code, 0)
})

t.test('a failed assertion is shown with what was said about it, and fails the run', async t => {
  const clone = await project(t, {
    'a.test.ts': passing,
    'b.test.ts': `${passing}\nt.equal(1, 2, 'one is two')`,
  })
  const ended = await runTests(clone)
  t.equal(lastLine(ended), '4 passed, 1 failed', ended.stdout)
  t.equal(ended.code, 1)
  t.match(ended.stdout, /not ok \d - one is two/)
  t.notMatch(ended.stdout, /^ +ok /m)
  const narrowed = await runTests(clone, 'test/a.test.ts')
  t.equal(lastLine(narrowed), '2 passed, 0 failed')
})

t.test('a test file that crashes, a type error, bad style and no tests at all count as failed', async t => {
  const crash = await runTests(await project(t, { 'a.test.ts': `${passing}\nprocess.exit(3)` }))
  t.match(lastLine(crash), /^\d passed, [1-9] failed$/)
  t.equal(crash.code, 1)
  const types = await runTests(
    await project(t, { 'a.test.ts': `${passing}\nexport const n: number = 'text'` }),
  )
  t.equal(lastLine(types), '2 passed, 1 failed', types.stdout)
  t.match(types.stdout, 'TS2322')
  t.equal(types.code, 1)
  const style = await runTests(await project(t, { 'a.test.ts': passing, 'style.ts': 'debugger' }))
  t.equal(lastLine(style), '2 passed, 1 failed', style.stdout)
  t.match(style.stdout, 'test/style.ts')
  const none = await runTests(await project(t, {}))
  t.equal(lastLine(none), '0 passed, 1 failed')
  t.equal(none.code, 1)
})

t.test('a process that a test leaves behind is killed, and fails the run', async t => {
  const clone = await project(t, {
    'a.test.ts': `import { spawn } from 'node:child_process'
      import { writeFileSync } from 'node:fs'
      ${passing}
      const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
      child.unref()
      writeFileSync('left', String(child.pid))`,
  })
  const ended = await runTests(clone)
  const pid = Number(readFileSync(path.join(clone, 'left'), 'utf8'))
  t.match(ended.stdout, `${pid}  sleep 1000`)
  t.equal(lastLine(ended), '2 passed, 1 failed')
  t.equal(ended.code, 1)
  t.notOk(alive(pid))
})

t.test('interrupted, it ends at once and leaves nothing', async t => {
  const clone = await project(t, {
    'a.test.ts': `import { spawn } from 'node:child_process'
      import { renameSync, writeFileSync } from 'node:fs'
      ${passing}
      t.test('for ever', async () => {
        const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
        writeFileSync('started.new', String(child.pid))
        renameSync('started.new', 'started')
        await new Promise(() => setInterval(() => {}, 1000))
      })`,
  })
  const started = path.join(clone, 'started')
  let runner = 0
  const ending = run(process.execPath, [path.join(clone, 'bin/test.ts')], {
    cwd: clone,
    env: cleanEnv(),
    onOutput: (_, pid) => {
      runner = pid
    },
  })
  await until('the test has started', () => existsSync(started), 60_000)
  process.kill(runner, 'SIGINT')
  const ended = await ending
  t.equal(ended.code, 130)
  t.match(lastLine(ended), /^\d+ passed, [1-9]\d* failed$/)
  t.notOk(alive(Number(readFileSync(started, 'utf8'))))
})
