import type { Bus, Events } from '../events.ts'

type Told = Events['streams.told']['streams'][number]

/** The process with the streams says so often how they are. */
export const tellEveryMs = 3000
/** After so long without a word from it, it is gone, and nothing is live. */
const silenceMs = 10_000

/** How the streams are that another process takes in: for one that serves pages only. */
export class StreamsElsewhere {
  readonly #bus: Bus
  #streams = new Map<string, Told>()
  #silence: NodeJS.Timeout | undefined
  #subscriptions: (() => unknown)[] = []

  constructor(bus: Bus) {
    this.#bus = bus
  }

  start(): void {
    const bus = this.#bus
    const put = (told: Told) => this.#streams.set(told.slug, told)
    this.#subscriptions = [
      bus.on('stream.starting', ({ slug }) => put({ slug, state: 'starting', interruption: null })),
      bus.on('stream.live', ({ slug }) => put({ slug, state: 'live', interruption: null })),
      bus.on('stream.interrupted', ({ slug, at, endsAt }) =>
        put({ slug, state: 'live', interruption: { since: at, endsAt } }),
      ),
      bus.on('stream.resumed', ({ slug }) => put({ slug, state: 'live', interruption: null })),
      bus.on('stream.offline', ({ slug }) => this.#streams.delete(slug)),
      bus.on('streams.told', ({ streams }) => this.#heard(streams)),
    ]
    this.ask()
  }

  /** To be called when something may have been missed. */
  ask(): void {
    this.#bus.publish('streams.asked', {})
  }

  close(): void {
    for (const end of this.#subscriptions.splice(0)) end()
    clearTimeout(this.#silence)
  }

  state(slug: string): 'offline' | 'starting' | 'live' {
    return this.#streams.get(slug)?.state ?? 'offline'
  }

  interruption(slug: string): Told['interruption'] {
    return this.#streams.get(slug)?.interruption ?? null
  }

  #heard(streams: readonly Told[]): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#replace([]), silenceMs)
    this.#replace(streams)
  }

  /** Pages of rooms that are not as they were thought to be are told. */
  #replace(streams: readonly Told[]): void {
    const before = this.#streams
    this.#streams = new Map(streams.map(told => [told.slug, told]))
    for (const slug of new Set([...before.keys(), ...this.#streams.keys()])) {
      if (JSON.stringify(before.get(slug)) !== JSON.stringify(this.#streams.get(slug))) {
        this.#bus.hear('room.changed', { slug })
      }
    }
  }
}
