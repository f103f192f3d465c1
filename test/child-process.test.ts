import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { ChildProcesses } from '../src/child-process.ts'

function stubborn() {
  return spawn(process.execPath, [
    '-e',
    "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
  ])
}

t.test('closing ends every child, also one that does not listen', async t => {
  const children = new ChildProcesses(100)
  const willing = children.own(spawn('sleep', ['60']), 'willing')
  const child = stubborn()
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const owned = children.own(child, 'stubborn')
  t.equal(children.size, 2)
  await children.close()
  t.same(await willing.exited, { code: null, signal: 'SIGTERM' })
  t.same(await owned.exited, { code: null, signal: 'SIGKILL' })
  t.equal(children.size, 0)
})

t.test('a child that went by itself is told with its code, and stopping it is nothing', async t => {
  const children = new ChildProcesses()
  const owned = children.own(spawn('sh', ['-c', 'exit 3']), 'short')
  t.same(await owned.exited, { code: 3, signal: null })
  await owned.stop()
  await children.close()
})

t.test('a child that comes after the close is ended', async t => {
  const children = new ChildProcesses()
  await children.close()
  const { exited } = children.own(spawn('sleep', ['60']), 'late')
  t.match(await exited, { signal: 'SIGTERM' })
})

t.test('a program that is not there is an error', async t => {
  const child = spawn('/nonexistent/program')
  child.on('error', () => {})
  t.throws(() => new ChildProcesses().own(child, 'nothing'), /could not be started/)
})
