import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Test } from 'tap'
import { tempFolder } from './temp-folder.ts'

/** Where the server is, the router's two sides, and a client in the wide world (RFC 5737). */
const server = '10.213.77.2'
const routerInside = '10.213.77.1'
export const routerOutside = '203.0.113.1'
const client = '203.0.113.2'

export type HomeNetwork = {
  /** A program that runs Chromium in the wide world, from which only the router is to be reached. */
  readonly chromium: string
  /** Forwards ports of the router's to the server, which is to listen on all its addresses. */
  forward(ports: readonly `${'udp' | 'tcp'}:${number}`[]): Promise<void>
}

/** Linux network namespaces: this process behind a router, as a shop's server is. Null where they cannot be made. */
export async function openHomeNetwork(t: Test): Promise<HomeNetwork | null> {
  const id = process.pid.toString(36)
  const [router, world] = [`router-${id}`, `world-${id}`]
  const ip = (...words: string[]) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const made: string[] = []
  t.teardown(() => {
    for (const name of made) ip('netns', 'del', name)
  })
  try {
    for (const name of [router, world]) {
      ip('netns', 'add', name)
      made.push(name)
      ip('-n', name, 'link', 'set', 'lo', 'up')
    }
    const link = (from: string[], name: string, address: string) => {
      ip(...from, 'addr', 'add', `${address}/24`, 'dev', name)
      ip(...from, 'link', 'set', name, 'up')
    }
    ip('link', 'add', `home-${id}`, 'type', 'veth', 'peer', 'name', 'inside', 'netns', router)
    link([], `home-${id}`, server)
    link(['-n', router], 'inside', routerInside)
    ip('-n', router, 'link', 'add', 'outside', 'type', 'veth', 'peer', 'name', 'client', 'netns', world)
    link(['-n', router], 'outside', routerOutside)
    link(['-n', world], 'client', client)
  } catch {
    return null
  }
  const chromium = path.join(await tempFolder(t), 'chromium')
  const program = process.env.CHROMIUM ?? '/usr/bin/chromium'
  await writeFile(chromium, `#!/bin/sh\nexec ip netns exec ${world} ${program} "$@"\n`, { mode: 0o755 })
  return {
    chromium,
    async forward(ports) {
      const script = path.join(import.meta.dirname, 'nat.ts')
      const nat = spawn(
        'ip',
        ['netns', 'exec', router, process.execPath, script, routerOutside, server, ...ports],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      t.teardown(async () => {
        nat.kill()
        if (nat.exitCode === null && nat.signalCode === null) await once(nat, 'exit')
      })
      await once(nat.stdout, 'data')
    },
  }
}
