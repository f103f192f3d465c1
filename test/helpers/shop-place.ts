import { join } from 'node:path'
import type { Test } from 'tap'
import { emptyPostgresPlace } from './engine.ts'
import { runCommand } from './run-command.ts'
import { portsOf, serve } from './serve.ts'
import { caller } from './stallcast.ts'
import { tempFolder } from './temp-folder.ts'

/** Where a shop is to be: its data folder, and what says which database. */
export type Place = { readonly data: string; readonly env: Record<string, string> }

/** One where there is no shop yet. */
export async function place(t: Test, engine: 'sqlite' | 'postgres'): Promise<Place> {
  const data = join(await tempFolder(t), 'shop')
  return { data, env: engine === 'sqlite' ? {} : { DATABASE_URL: await emptyPostgresPlace(t) } }
}

export async function start(t: Test, { data, env }: Place) {
  const server = serve(t, data, env)
  const { http } = await portsOf(server)
  const stop = async () => {
    server.child.kill('SIGTERM')
    await server.exited
  }
  return { call: caller(`http://127.0.0.1:${http}`), site: `http://127.0.0.1:${http}`, stop }
}

/** Runs a command of bin/ on it. */
export const command = (name: string, { data, env }: Place, ...args: string[]) =>
  runCommand(name, args, { STALLCAST_DATA: data, ...env })

/** All of them are there, and their buyers may see them. */
export async function demandOrders(
  t: Test,
  site: string,
  orders: Iterable<{ id: string; accessToken: string }>,
) {
  for (const { id, accessToken } of orders) {
    const answer = await fetch(`${site}/api/v1/orders/${id}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    if (answer.status !== 200) return t.fail(`order ${id}: ${answer.status}`)
  }
}

/** Whether what is in the stores is what was moved, reserved and sold, by the command for owners. */
export async function demandBooks(t: Test, shop: Place) {
  t.match(await command('check-stock', shop), { code: 0, output: 'The books agree.' })
}
