import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Test } from 'tap'
import { ownerToken } from './stallcast.ts'
import { until } from './until.ts'

const script = join(import.meta.dirname, '../../bin/serve.ts')

export type Served = {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exited: Promise<unknown[]>
}

/** `npm start` in a process of its own, on free ports. */
export function serve(t: Test, data: string, env: Record<string, string> = {}): Served {
  const { NODE_OPTIONS: _tapHooks, ...own } = process.env
  const child = spawn(process.execPath, [script], {
    env: {
      ...own,
      STALLCAST_DATA: data,
      STALLCAST_HTTP_PORT: '0',
      STALLCAST_RTMP_PORT: '0',
      STALLCAST_RTC_PORT: '0',
      STALLCAST_LADDER: '240p',
      STALLCAST_OWNER_TOKEN: ownerToken,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      output += chunk
    })
  }
  return { child, output: () => output, exited }
}

export async function portsOf({ child, output }: Served): Promise<{ http: string; rtmp: string }> {
  // Each by itself: what is logged may come between what is printed.
  const port = async (what: string, printed: RegExp): Promise<string> => {
    const found = await until(
      what,
      () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${output()}`)
        return printed.exec(output())
      },
      40_000,
    )
    return found[1] ?? ''
  }
  return {
    http: await port('the address', /Stallcast is at http:\/\/[^:]+:(\d+)\n/),
    rtmp: await port('the address for OBS', /OBS pushes to rtmp:\/\/[^:]+:(\d+)\/live/),
  }
}
