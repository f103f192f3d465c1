import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export type BenchPostgres = AsyncDisposable & {
  readonly psql: string
  url(database: string): string
  /** Makes a database, in place of one of that name. */
  create(database: string): void
}

/** A PostgreSQL as a package sets it up, on a socket in `folder`; what is in the folder already is used again. */
export async function startPostgres(folder: string): Promise<BenchPostgres> {
  const home = '/usr/lib/postgresql'
  const newest = readdirSync(home).sort((a, b) => Number(b) - Number(a))[0]
  if (newest === undefined) throw new Error("PostgreSQL's server was not found: bin/setup --test brings it")
  const program = (name: string) => join(home, newest, 'bin', name)
  const data = join(folder, 'postgres')
  const drop = unprivileged()
  if (!existsSync(join(data, 'PG_VERSION'))) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    if (drop !== null) chownSync(data, drop.uid, drop.gid)
    const made = spawnSync(
      program('initdb'),
      ['-D', data, '-U', 'stallcast', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'],
      { encoding: 'utf8', cwd: '/', ...drop },
    )
    if (made.status !== 0) throw new Error(made.stderr)
  }
  const settings = ['listen_addresses=', `unix_socket_directories=${data}`, 'max_wal_size=4GB']
  const child = spawn(program('postgres'), ['-D', data, ...settings.flatMap(setting => ['-c', setting])], {
    ...{ cwd: '/', stdio: ['ignore', 'ignore', 'ignore'] },
    ...drop,
  })
  const url = (database: string) => `postgresql://stallcast@/${database}?host=${encodeURIComponent(data)}`
  const run = (database: string, text: string): number | null =>
    spawnSync(program('psql'), [url(database), '-qAtX', '-c', text], { stdio: 'ignore' }).status
  while (run('postgres', 'select 1') !== 0) {
    if (child.exitCode !== null) throw new Error('PostgreSQL did not start')
    await delay(100)
  }
  return {
    psql: program('psql'),
    url,
    create(database) {
      run('postgres', `drop database if exists ${database} with (force)`)
      if (run('postgres', `create database ${database}`) !== 0) throw new Error(`no database ${database}`)
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      await gone
    },
  }
}

/** PostgreSQL refuses to be run by root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}
