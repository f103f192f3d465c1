// bin/test.ts [files]: types, style, then the tests (only those in `files`, if any). The last line is
// `N passed, N failed`: assertions, as tap counts them, and one failed more for each failed check, for an
// interruption, and for processes that the tests have left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { PostgresCluster } from '../test/helpers/postgres-cluster.ts'

/** Files for one tap: how many of them at once, and how far other processes go before them. */
type Group = { readonly files: readonly string[]; readonly jobs: number; readonly nice?: number }
type Counts = { readonly passed: number; readonly failed: number }

const root = path.join(import.meta.dirname, '..')
// Every process that the tests start inherits it, and keeps it when its parent is gone.
const runId = randomUUID()

/** Tests that watch a picture, and say how late it is or what a player missed of it. */
const timed =
  /^test\/(e2e\/(chaos|drops|go-live|hotspot|low-latency|networks|sell-live|sound|takeover|webrtc)|public\/player\/live-source)\.test\.ts$/

/** Tests that wait for disks and databases more than for a processor. */
const waiting =
  /^test\/((shop|room|migrations)\/|(migration-lock|owner-link|route-access|setup[a-z-]*)\.test)/

let interruption: NodeJS.Signals | undefined
const running = new Set<ChildProcess>()
/** One for the whole run: each test has a database of its own in it. */
let cluster: PostgresCluster | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruption ??= signal
    for (const child of running) killGroup(child)
    void cluster?.close()
    // What does not end by itself must not keep the terminal.
    setTimeout(killProcessesOfRun, 5000).unref()
  })
}

const results = await Promise.all([
  check('types', 'tsc', ['--noEmit']),
  check('style', 'biome', ['check', '.']),
])
cluster = await startCluster()
for (const groups of phases(process.argv.slice(2))) results.push(...(await Promise.all(groups.map(runTests))))
await cluster?.close()
const left = await endLeftovers()
if (interruption) {
  print(`interrupted by ${interruption}`)
  results.push({ passed: 0, failed: 1 })
} else if (left.length > 0) {
  print('✗ processes were left behind, and have been killed:')
  for (const { pid, command } of left) print(`    ${pid}  ${command}`)
  results.push({ passed: 0, failed: 1 })
}
const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
process.exitCode = interruption ? 130 : failed > 0 ? 1 : 0
print(`${passed} passed, ${failed} failed`)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function processEnv(): NodeJS.ProcessEnv {
  return { ...process.env, STALLCAST_TEST_RUN: runId }
}

async function startCluster(): Promise<PostgresCluster | undefined> {
  // A run within a run uses the other's.
  if (interruption || process.env.STALLCAST_TEST_CLUSTER) return undefined
  try {
    return await PostgresCluster.start({ env: processEnv() })
  } catch (error) {
    // Each test file that needs one says the same, and fails.
    print(`✗ ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

/** Starts a program of node_modules in a process group of its own, so that it can be ended with all that it started. */
function start(program: string, args: readonly string[], stderr: 'pipe' | 'inherit', nice = 0): ChildProcess {
  const file = path.join(root, 'node_modules', '.bin', program)
  const child = spawn('nice', ['-n', `${nice}`, file, ...args], {
    cwd: root,
    env: { ...processEnv(), ...(cluster && { STALLCAST_TEST_CLUSTER: cluster.folder }) },
    stdio: ['ignore', 'pipe', stderr],
    detached: true,
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/** Resolves when the program and its output have ended; false if it failed or could not be started. */
function ended(child: ChildProcess): Promise<boolean> {
  return new Promise(resolve => {
    child.once('error', error => {
      print(String(error))
      resolve(false)
    })
    child.once('close', code => resolve(code === 0))
  })
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program that says nothing of interest unless it fails. */
async function check(title: string, program: string, args: readonly string[]): Promise<Counts> {
  if (interruption) return { passed: 0, failed: 0 }
  const began = performance.now()
  const child = start(program, args, 'pipe')
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => output.push(chunk))
  }
  const good = await ended(child)
  print(`${good ? '✓' : '✗'} ${title} ${seconds(performance.now() - began)}`)
  if (!good) print(output.join('').trimEnd())
  return { passed: 0, failed: good ? 0 : 1 }
}

/**
 * Tests that time a picture run one at a time, and first: with another one that encodes beside them, a camera falls
 * silent and a player stalls for want of processor time, and not for any fault. Those that mostly wait get what these
 * leave.
 */
function phases(files: readonly string[]): readonly (readonly Group[])[] {
  if (files.length > 0) return [[{ files, jobs: 2 }]]
  const all = globSync('test/**/*.test.ts', { cwd: root }).toSorted()
  // Told of no files, tap finds none, and fails.
  if (all.length === 0) return [[{ files: all, jobs: 2 }]]
  const alone = all.filter(file => timed.test(file))
  const patient = all.filter(file => waiting.test(file))
  const others = all.filter(file => !timed.test(file) && !waiting.test(file))
  const phases: Group[][] = [
    [
      { files: alone, jobs: 1 },
      { files: patient, jobs: 3, nice: 10 },
    ],
    [{ files: others, jobs: 4 }],
  ]
  return phases.map(groups => groups.filter(({ files }) => files.length > 0))
}

/** Runs tap, and prints a line for each file, with all that it said if it failed. */
async function runTests({ files, jobs, nice }: Group): Promise<Counts> {
  if (interruption) return { passed: 0, failed: 0 }
  const child = start('tap', ['--reporter=tap', '--no-color', `--jobs=${jobs}`, ...files], 'inherit', nice)
  const end = ended(child)
  let plan = '?'
  let said: string[] = []
  let inFailure = false
  let totals: (Counts & { readonly skipped: number }) | undefined
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const result = /^(not )?ok (\d+) - (.*?)(?: # time=([\d.]+)ms)?$/.exec(line)
      if (result) {
        const [, not, number, name, time] = result
        print(`${not ? '✗' : '✓'} [${number}/${plan}] ${name} ${seconds(Number(time ?? 0))}`)
        // What follows a failure, up to three dots, says how the file ended.
        inFailure = not !== undefined
        if (inFailure) for (const part of said) if (!/^\s*ok /.test(part)) print(`    ${part}`)
        said = []
      } else if (inFailure) {
        print(`    ${line}`)
        inFailure = line !== '  ...'
      } else {
        plan = /^1\.\.(\d+)/.exec(line)?.[1] ?? plan
        totals = readTotals(line) ?? totals
        said.push(line)
      }
    }
  }
  const good = await end
  if (totals && totals.skipped > 0) print(`${totals.skipped} skipped`)
  const failed = totals?.failed ?? 0
  return { passed: totals?.passed ?? 0, failed: failed === 0 && (!good || !totals?.passed) ? 1 : failed }
}

/** Reads tap's last words, for example `# { total: 7, pass: 3, fail: 2, todo: 1, skip: 1 }`. */
function readTotals(line: string): (Counts & { readonly skipped: number }) | undefined {
  if (!/^# \{ total: .* \}$/.test(line)) return undefined
  const figure = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { passed: figure('pass'), failed: figure('fail'), skipped: figure('skip') + figure('todo') }
}

/** Waits a little for the processes of this run to end, kills the others and returns them once they are gone. Linux only. */
async function endLeftovers(): Promise<{ pid: number; command: string }[]> {
  await noneLeft(2000)
  const left = killProcessesOfRun()
  // The kernel ends a killed process when it comes to it, which may be later than here.
  await noneLeft(10_000)
  return left
}

async function noneLeft(milliseconds: number): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (processesOfRun().length > 0 && performance.now() < deadline) await delay(50)
}

function killProcessesOfRun(): { pid: number; command: string }[] {
  const left = processesOfRun()
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended in this moment.
    }
  }
  return left
}

function processesOfRun(): { pid: number; command: string }[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const variables = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0')
        if (!variables.includes(`STALLCAST_TEST_RUN=${runId}`)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), command }]
      } catch {
        // It has ended in this moment, or belongs to somebody else.
        return []
      }
    })
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
