import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { QueryExecutorProvider } from 'kysely'
import { z } from 'zod'
import { Notices, notify, type Query } from '../database/notices.ts'
import type { Database } from '../database.ts'
import { ConfigError } from '../errors.ts'
import type { Bus, Carrier, Events, Fact } from '../events.ts'
import type { Logger } from '../log.ts'
import { PartsJoiner, toParts } from './parts.ts'
import { isShared, sharedEvents } from './shared-events.ts'

export type RelayOptions = {
  readonly url: string
  readonly database: Database
  readonly bus: Bus
  readonly log: Logger
  /** Whether this process is the one that takes in streams. */
  readonly media: boolean
  readonly signal?: AbortSignal | undefined
  /** Something that others said may have been missed. */
  readonly onGap: () => void
}

const messageSchema = z.object({ name: z.string(), fact: z.unknown() })

/** Any number that nobody else takes for a lock in this database. */
const mediaLock = 5_271_115
/** A process that was killed may be known to PostgreSQL for a little longer. */
const mediaTries = 20
const mediaTryMs = 500

/** Between the processes that share one PostgreSQL: what one announces, the others hear on their own bus. */
export class Relay implements Carrier {
  readonly #options: RelayOptions
  readonly #own = randomUUID()
  readonly #joiner = new PartsJoiner(this.#own)
  #sent = 0
  #sending: Promise<void> = Promise.resolve()
  #notices: Notices | null = null

  private constructor(options: RelayOptions) {
    this.#options = options
  }

  /** @throws ConfigError when this is to be the process with the media, and another one is. */
  static async start(options: RelayOptions): Promise<Relay> {
    const { url, bus, log, media, onGap } = options
    const relay = new Relay(options)
    relay.#notices = await Notices.listen({
      ...{ url, log, onGap },
      name: `stallcast ${media ? 'media' : 'pages'}`,
      onNotice: payload => relay.#receive(payload),
      ...(media && { onOpen: query => takeMedia(query, options.signal) }),
    })
    bus.carryBy(relay)
    return relay
  }

  /** Sends what was still to be sent, then hears no more. */
  async close(): Promise<void> {
    this.#options.bus.carryBy(null)
    await this.#sending
    await this.#notices?.close()
  }

  async sendWith(transaction: QueryExecutorProvider, facts: readonly Fact[]): Promise<void> {
    await notify(transaction, this.#payloads(facts))
  }

  /** One after the other, so that they arrive in the order in which they were said. */
  send(fact: Fact): void {
    const payloads = this.#payloads([fact])
    if (payloads.length === 0) return
    const { database, log } = this.#options
    this.#sending = this.#sending
      .then(() => notify(database, payloads))
      .catch(error => log.warn({ err: error, event: fact.name }, 'other processes could not be told'))
  }

  #payloads(facts: readonly Fact[]): readonly string[] {
    return facts
      .filter(({ name }) => isShared(name))
      .flatMap(fact => toParts(this.#own, ++this.#sent, JSON.stringify(fact)))
  }

  #receive(payload: string): void {
    const { bus, log } = this.#options
    try {
      const text = this.#joiner.add(payload)
      if (text === null) return
      const { name, fact } = messageSchema.parse(JSON.parse(text))
      if (isKnown(name)) hear(bus, name, fact)
    } catch (error) {
      // From a process of another version, say. What it changed is in the database all the same.
      log.warn({ err: error }, 'what another process said was not understood')
    }
  }
}

function isKnown(name: string): name is keyof Events {
  return Object.hasOwn(sharedEvents, name)
}

function hear<Name extends keyof Events>(bus: Bus, name: Name, fact: unknown): void {
  const schema: z.ZodType<Events[Name]> | null = sharedEvents[name] as z.ZodType<Events[Name]> | null
  if (schema !== null) bus.hear(name, schema.parse(fact))
}

/** One process takes in streams: two would end each other's shows. Held for as long as its connection stands. */
async function takeMedia(query: Query, signal: AbortSignal | undefined): Promise<void> {
  for (let attempt = 0; attempt < mediaTries; attempt++) {
    const [row] = await query('select pg_try_advisory_lock($1) as taken', [mediaLock])
    if (z.object({ taken: z.boolean() }).parse(row).taken) return
    await delay(mediaTryMs, undefined, { signal })
  }
  throw new ConfigError(
    'another process of this shop takes in the streams already; set STALLCAST_MEDIA=false for this one',
  )
}
