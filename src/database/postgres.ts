import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { ConfigError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { type ServerWords, whyUnfit } from './server-fit.ts'

export type PostgresOptions = {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly name: string
  readonly signal?: AbortSignal | undefined
  readonly log?: Logger | undefined
}

/** Until the first connection of a start stands: a database that starts together with the shop takes some seconds. */
const waitsMs = [250, 500, 1000, 2000, 4000]

/** Nothing that the shop asks takes so long; what does, is stuck, and must not keep a connection or a lock. */
const timeouts = {
  connectionTimeoutMillis: 10_000,
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
}

/** Numbers of 64 bits, and the sums of such, as the numbers that they are on SQLite. */
const types = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && (type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC)) {
      return safeNumber
    }
    return pg.types.getTypeParser(type, format)
  },
}

/** @throws when the URL is none, nobody answers, the login fails, or the server is not fit. */
export async function openPool(
  options: PostgresOptions,
  connections: number,
  /** Without limits of time: for what copies a whole shop. */
  { patient = false } = {},
): Promise<pg.Pool> {
  await probe(options)
  const pool = new pg.Pool({
    ...clientConfig(options),
    ...(patient ? {} : timeouts),
    max: connections,
    idleTimeoutMillis: 60_000,
  })
  // A connection that breaks while nobody uses it is told here, and would end the process if nobody listened.
  pool.on('error', error => options.log?.warn({ err: error }, 'a connection to the database broke'))
  return pool
}

/** A connection of its own, without a limit of time: for migrations, copies, and listening. */
export async function openClient(options: PostgresOptions): Promise<pg.Client> {
  const client = new pg.Client({
    ...clientConfig(options),
    connectionTimeoutMillis: timeouts.connectionTimeoutMillis,
  })
  client.on('error', error => options.log?.warn({ err: error }, 'a connection to the database broke'))
  await client.connect()
  return client
}

/** Any number that nobody else takes for a lock in this database. */
const migrationLock = 5_271_114

/** Runs `work` while no other process does; its one connection knows no limit of time. */
export async function withMigrationLock(
  options: PostgresOptions,
  work: (pool: pg.Pool) => Promise<void>,
): Promise<void> {
  const holder = await openClient(options)
  try {
    await waitForLock(holder, options.signal)
    const pool = new pg.Pool({ ...clientConfig(options), max: 1 })
    pool.on('error', error => options.log?.warn({ err: error }, 'a connection to the database broke'))
    await work(pool)
  } finally {
    await holder.end()
  }
}

/** Another process may migrate for minutes; who is to stop meanwhile does not wait for it. */
async function waitForLock(holder: pg.Client, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const giveUp = (): void => void holder.end().catch(() => undefined)
  signal?.addEventListener('abort', giveUp)
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock])
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
  signal?.throwIfAborted()
}

function clientConfig({ url, name }: PostgresOptions): pg.ClientConfig {
  return { connectionString: url, application_name: name, types, keepAlive: true }
}

/** Connects once, again if the server is not up yet, and looks whether it is one to work with. */
async function probe(options: PostgresOptions): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await inspect(options)
    } catch (error) {
      if (error instanceof ConfigError) throw error
      const wait = isPassing(error) ? waitsMs[attempt] : undefined
      if (wait === undefined) throw unreachable(error)
      options.log?.warn({ reason: reasonOf(error) }, 'the database cannot be reached yet')
      await delay(wait, undefined, { signal: options.signal })
    }
  }
}

async function inspect(options: PostgresOptions): Promise<void> {
  const client = await openClient(options)
  try {
    const { rows } = await client.query<ServerWords>(
      `select current_setting('server_version') as version, current_setting('server_version_num') as number,
        current_setting('server_encoding') as encoding`,
    )
    const [server] = rows
    if (server === undefined) throw new Error('the server says nothing of itself')
    const unfit = whyUnfit(server)
    if (unfit !== null) throw unfit
  } finally {
    await client.end()
  }
}

/** Whether it may go by itself: nobody listens yet, or the server starts or stops. */
function isPassing(error: unknown): boolean {
  const code = codeOf(error)
  return [
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENOENT',
    '57P03',
    '57P01',
    '53300',
  ].includes(code)
}

/** Never holds the URL: it has the password in it. */
function unreachable(error: unknown): ConfigError {
  return new ConfigError(`the database could not be reached: ${reasonOf(error)}; check DATABASE_URL`, {
    cause: error,
  })
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return (error instanceof Error && error.message) || codeOf(error) || 'no answer'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function safeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`the database holds ${text}, which is too large to be counted with`)
  }
  return value
}
