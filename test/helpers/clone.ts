import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..', '..')

/**
 * Makes a copy of what the set-up works with, in a folder whose name has a space, with one small page and the
 * npm packages of this clone; returns its path.
 */
export function makeClone(parent: string): string {
  const clone = path.join(parent, 'a clone')
  for (const name of [
    'bin/setup',
    'bin/run',
    'bin/build.ts',
    'bin/test.ts',
    'worker',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    '.taprc',
  ]) {
    cpSync(path.join(root, name), path.join(clone, name), { recursive: true })
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'))
  mkdirSync(path.join(clone, 'public', 'watch'), { recursive: true })
  writeFileSync(path.join(clone, 'public', 'watch', 'main.ts'), 'document.title = "watch"\n')
  return clone
}

export type Ended = {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  ms: number
}

/** This process's variables without those by which tap speaks to its test files, and with `changes`. */
export function cleanEnv(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^_?TAP/.test(name))
  return { ...Object.fromEntries(kept), ...changes }
}

/** Runs a program to its end. `onOutput` sees all of its standard output so far, each time that it grows. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; onOutput?: (text: string, pid: number) => void },
): Promise<Ended> {
  const began = performance.now()
  // Under tap each child is given NODE_OPTIONS that load tap's own hooks into it, whatever its `env` says.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', program, ...args], {
    cwd: options.cwd,
    env: options.env ?? cleanEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
    if (child.pid !== undefined) options.onOutput?.(stdout, child.pid)
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, ms: performance.now() - began }),
    )
  })
}
