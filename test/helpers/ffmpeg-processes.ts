import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { ChildProcesses, type OwnedProcess } from '../../src/child-process.ts'

/** The FFmpegs that a server runs as transcoders. */
export function transcoderPids(parent: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === parent && isTranscoder(pid))
}

/** Tells which of its children are transcoders, where several servers run in one process. */
export class WatchedProcesses extends ChildProcesses {
  readonly #pids = new Set<number>()

  get transcoders(): number[] {
    return [...this.#pids].filter(isTranscoder)
  }

  override own(child: ChildProcess, name: string): OwnedProcess {
    const owned = super.own(child, name)
    this.#pids.add(owned.pid)
    return owned
  }
}

/** They are the ones with a sound called `[aac]`. */
const isTranscoder = (pid: number): boolean => isRunning(pid) && commandOf(pid).includes('\0[aac]\0')

/** A zombie does not run. */
export function isRunning(pid: number): boolean {
  const state = / (\w) \d+ /.exec(statOf(pid))?.[1]
  return state !== undefined && state !== 'Z'
}

function parentOf(pid: number): number {
  return Number(/\) \w (\d+) /.exec(statOf(pid))?.[1])
}

function statOf(pid: number): string {
  return read(`/proc/${pid}/stat`)
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`)
}

/** A process may be gone at any moment. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
