import { setTimeout as delay } from 'node:timers/promises'
import { type QueryExecutorProvider, sql } from 'kysely'
import { openClient, type PostgresOptions } from './postgres.ts'

const channel = 'stallcast'
/** So often is looked whether the connection still carries: one that a router forgot would stay silent for ever. */
const lookEveryMs = 10_000
const lookWithinMs = 5000
const reopenAfterMs = [100, 500, 1000, 2000, 5000]

/** Within a transaction: all listeners get it when that is committed, in the order of the commits, or never. */
export async function notify(db: QueryExecutorProvider, payloads: readonly string[]): Promise<void> {
  if (payloads.length === 0) return
  await sql`select pg_notify(${channel}, said) from unnest(${payloads}::text[]) as said`.execute(db)
}

export type ListenOptions = PostgresOptions & {
  readonly onNotice: (payload: string) => void
  /** It was cut off for a while and hears again: what was said meanwhile is lost. */
  readonly onGap: () => void
  /** Looked at each time that a connection stands; what it throws ends that connection. Advisory locks go here. */
  readonly onOpen?: (query: Query) => Promise<void>
}

/** `lost` resolves when the connection is gone. */
type Line = { readonly lost: Promise<void> }

export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>

/** Hears what other processes say through PostgreSQL, for as long as it is open. */
export class Notices {
  readonly #options: ListenOptions
  readonly #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()

  private constructor(options: ListenOptions) {
    this.#options = options
  }

  /** Resolves when it hears. */
  static async listen(options: ListenOptions): Promise<Notices> {
    const notices = new Notices(options)
    notices.#running = notices.#run(await notices.#open())
    return notices
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run({ lost }: Line): Promise<void> {
    let line = lost
    const { signal } = this.#stop
    while (!signal.aborted) {
      await line
      for (let attempt = 0; !signal.aborted; attempt++) {
        const wait = reopenAfterMs[Math.min(attempt, reopenAfterMs.length - 1)]
        await delay(wait, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) break
        try {
          line = (await this.#open()).lost
          this.#options.log?.warn('the connection by which processes hear of each other stands again')
          this.#options.onGap()
          break
        } catch (error) {
          this.#options.log?.warn({ err: error }, 'this process does not hear of the others yet')
        }
      }
    }
    await line
  }

  async #open(): Promise<Line> {
    const client = await openClient(this.#options)
    const query: Query = async (text, values = []) => (await client.query(text, [...values])).rows
    const gone = Promise.withResolvers<void>()
    const stop = (): void => gone.resolve()
    client.once('end', stop)
    client.once('error', () => client.end().catch(() => undefined))
    const looking = setInterval(() => {
      // pg leaves a query unanswered for ever when the line is dead.
      const late = setTimeout(() => gone.resolve(), lookWithinMs)
      query('select 1').then(
        () => clearTimeout(late),
        () => undefined,
      )
    }, lookEveryMs)
    const end = async (): Promise<void> => {
      clearInterval(looking)
      this.#stop.signal.removeEventListener('abort', stop)
      client.removeAllListeners('notification')
      await Promise.race([client.end().catch(() => undefined), delay(1000, undefined, { ref: false })])
    }
    try {
      await this.#options.onOpen?.(query)
      client.on('notification', ({ payload = '' }) => this.#options.onNotice(payload))
      await query(`listen ${channel}`)
    } catch (error) {
      await end()
      throw error
    }
    this.#stop.signal.addEventListener('abort', stop)
    if (this.#stop.signal.aborted) gone.resolve()
    return { lost: gone.promise.then(end) }
  }
}
