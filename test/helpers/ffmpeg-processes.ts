import { readdirSync, readFileSync } from 'node:fs'

/** The FFmpegs that a server runs as transcoders: they are the ones with a sound called `[aac]`. */
export function transcoderPids(parent: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === parent && isRunning(pid) && commandOf(pid).includes('\0[aac]\0'))
}

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
