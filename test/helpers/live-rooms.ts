import type { Bus, Events } from '../../src/events.ts'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import { readPlaylist } from './ffmpeg-live.ts'
import { until } from './until.ts'

type Name = 'starting' | 'live' | 'interrupted' | 'resumed' | 'offline'
type Fact<N extends Name> = Events[`stream.${N}`]

/** What was announced of one room's stream, in its order. */
export class StreamFacts {
  readonly #names: Name[] = []
  readonly #facts: { [N in Name]: Fact<N>[] } = {
    starting: [],
    live: [],
    interrupted: [],
    resumed: [],
    offline: [],
  }

  constructor(bus: Bus, slug: string) {
    const note = <N extends Name>(name: N, fact: Fact<N>, list: Fact<N>[]): void => {
      if (fact.slug !== slug) return
      this.#names.push(name)
      list.push(fact)
    }
    bus.on('stream.starting', fact => note('starting', fact, this.#facts.starting))
    bus.on('stream.live', fact => note('live', fact, this.#facts.live))
    bus.on('stream.interrupted', fact => note('interrupted', fact, this.#facts.interrupted))
    bus.on('stream.resumed', fact => note('resumed', fact, this.#facts.resumed))
    bus.on('stream.offline', fact => note('offline', fact, this.#facts.offline))
  }

  get names(): readonly Name[] {
    return [...this.#names]
  }

  /** Waits for the `count`th fact of this name. */
  async of<N extends Name>(name: N, count = 1, timeoutMs = 20_000): Promise<Fact<N>> {
    return until(`stream.${name}, ${count}`, () => this.#facts[name][count - 1], timeoutMs)
  }
}

/** Waits until a playlist holds so many segments behind its last discontinuity, and so many discontinuities. */
export async function segmentsAfter(
  live: LiveStreams,
  slug: string,
  rendition: string,
  discontinuities: number,
  count: number,
) {
  return until(
    `${count} segments of ${slug} behind ${discontinuities} discontinuities`,
    () => {
      const runs = runsOf(live, slug, rendition)
      const run = runs[discontinuities]
      return run && run.length >= count && run
    },
    20_000,
  )
}

/** The listed segments, a list for each run. */
export function runsOf(live: LiveStreams, slug: string, rendition: string) {
  const segments = readPlaylist(live, slug, rendition)?.segments ?? []
  const runs: (typeof segments)[number][][] = []
  for (const segment of segments) {
    if (segment.discontinuity || runs.length === 0) runs.push([])
    runs.at(-1)?.push(segment)
  }
  return runs
}
