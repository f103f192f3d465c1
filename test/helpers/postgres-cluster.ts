import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { until } from './until.ts'

/** A PostgreSQL of the tests' own: in a temporary folder, on a socket in it, gone with this process. */
export class PostgresCluster {
  readonly folder: string
  readonly #server: ChildProcess
  readonly #said: string[]

  private constructor(folder: string, server: ChildProcess, said: string[]) {
    this.folder = folder
    this.#server = server
    this.#said = said
  }

  /**
   * `env` is for what watches over processes; `fsync`: whether what is committed outlives a loss of power too, which no test
   * brings about.
   */
  static async start({
    env = process.env,
    fsync = false,
  }: {
    readonly env?: NodeJS.ProcessEnv
    readonly fsync?: boolean
  } = {}): Promise<PostgresCluster> {
    const bin = serverPrograms()
    const user = unprivilegedUser()
    const folder = mkdtempSync(join(tmpdir(), 'stallcast-postgres-'))
    if (user !== null) chownSync(folder, user.uid, user.gid)
    const data = join(folder, 'data')
    // A language's order, which is not that of bytes: what counts on the latter must say so.
    const made = spawnSync(
      join(bin, 'initdb'),
      [
        ...['-D', data, '-U', 'stallcast', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
        ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
      ],
      { encoding: 'utf8', cwd: folder, ...user },
    )
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`)
    const server = startServer(join(bin, 'postgres'), data, folder, { user, env, fsync })
    const said: string[] = []
    server.stderr?.setEncoding('utf8').on('data', text => said.push(text))
    const cluster = new PostgresCluster(folder, server, said)
    try {
      await until('PostgreSQL to answer', () => cluster.#answers(), 30_000)
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  url(database: string): string {
    return clusterUrl(this.folder, database)
  }

  async close(): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return
    const gone = once(this.#server, 'exit')
    this.#server.stdin?.end()
    await gone
  }

  async #answers(): Promise<boolean> {
    if (this.#server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${this.#said.join('')}`)
    const client = new pg.Client(this.url('postgres'))
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      return false
    }
  }
}

/**
 * Ends the server, and removes all that it had, as soon as its standard input ends: when it is told to, and however the
 * process ends that started it. At once, since nothing in it is to be kept.
 */
const keeper = `
  folder=$1; shift
  "$@" </dev/null & pid=$!
  cat >/dev/null
  kill -QUIT $pid 2>/dev/null
  wait $pid
  rm -rf "$folder"
`

export function clusterUrl(folder: string, database: string): string {
  return `postgresql://stallcast@/${database}?host=${encodeURIComponent(folder)}`
}

/** Debian keeps them out of the PATH. The newest wins. */
function serverPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map(version => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  const found = folders.find(
    folder => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  )
  if (found === undefined) throw new Error("PostgreSQL's server was not found: bin/setup --test brings it")
  return found
}

/** PostgreSQL refuses to be run by root: Debian's package makes a user for it. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || NaN)
  const [uid, gid] = [id('-u'), id('-g')]
  return Number.isNaN(uid) || Number.isNaN(gid) ? { uid: 65534, gid: 65534 } : { uid, gid }
}

function startServer(
  program: string,
  data: string,
  folder: string,
  {
    user,
    env,
    fsync,
  }: {
    readonly user: { uid: number; gid: number } | null
    readonly env: NodeJS.ProcessEnv
    readonly fsync: boolean
  },
): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    max_connections: '200',
    shared_buffers: '64MB',
    fsync: fsync ? 'on' : 'off',
    autovacuum: 'off',
    jit: 'off',
  }
  const args = [
    program,
    ...['-D', data],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const drop =
    user === null ? [] : ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--']
  return spawn('sh', ['-c', keeper, 'sh', folder, ...drop, ...args], {
    cwd: '/',
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
    // In a group of its own: what Ctrl-C or a time limit sends to the tests must not keep it from tidying up.
    detached: true,
  })
}
