import type { Logger } from '../../log.ts'
import type {
  PacketSink,
  Publication,
  PublicationEnd,
  SourceFormat,
  SourceHealth,
  SourceInfo,
  SourceProtocol,
  SourceStart,
} from '../ports.ts'
import { Feed } from './feed.ts'
import type { GopCache } from './gop-cache.ts'
import type { Meter } from './meter.ts'
import type { Tag } from './tag.ts'

export type PublicationParts = {
  readonly slug: string
  readonly remoteAddress: string
  readonly protocol: SourceProtocol
  readonly info: SourceInfo
  readonly format: SourceFormat
  /** Holds a keyframe. */
  readonly cache: GopCache
  readonly meter: Meter
  readonly log: Logger
  readonly close: (reason: string) => void
}

/**
 * A stream that is known well enough to be shown, whatever its protocol. Its connection drives it with `push` and
 * `end`, and adds to the cache, before it pushes, what it pushes.
 */
export class LivePublication implements Publication {
  readonly closed: Promise<PublicationEnd>
  readonly #parts: PublicationParts
  readonly #feeds = new Set<Feed>()
  readonly #resolveClosed: (fact: PublicationEnd) => void
  #ended = false

  constructor(parts: PublicationParts) {
    this.#parts = parts
    const { promise, resolve } = Promise.withResolvers<PublicationEnd>()
    this.closed = promise
    this.#resolveClosed = resolve
  }

  get slug(): string {
    return this.#parts.slug
  }

  get remoteAddress(): string {
    return this.#parts.remoteAddress
  }

  get protocol(): SourceProtocol {
    return this.#parts.protocol
  }

  get info(): SourceInfo {
    return this.#parts.info
  }

  health(): SourceHealth {
    return this.#parts.meter.health(performance.now())
  }

  close(reason: string): void {
    this.#parts.close(reason)
  }

  subscribe(sink: PacketSink): { readonly start: SourceStart; stop(): void } {
    const { format, cache } = this.#parts
    const { tags, still } = cache.start()
    // Only a publication that has ended has no keyframe.
    const first = tags[0] ?? { time: 0, receivedAt: Date.now() }
    const feed = new Feed(sink, first.time)
    feed.begin(format, tags, still)
    if (this.#ended) queueMicrotask(() => feed.end())
    else this.#feeds.add(feed)
    const newest = Math.max(first.time, ...tags.map(tag => tag.time))
    return {
      start: { at: earliest(tags, first), backlog: newest - first.time },
      stop: () => {
        this.#feeds.delete(feed)
        feed.stop()
      },
    }
  }

  push(tag: Tag): void {
    this.#each(feed => feed.push(tag))
  }

  end(fact: PublicationEnd): void {
    if (this.#ended) return
    this.#ended = true
    this.#each(feed => feed.end())
    this.#feeds.clear()
    this.#parts.cache.clear()
    this.#resolveClosed(fact)
  }

  /** A subscriber that throws harms neither the publisher nor the others. */
  #each(action: (feed: Feed) => void): void {
    for (const feed of this.#feeds) {
      try {
        action(feed)
      } catch (error) {
        this.#feeds.delete(feed)
        feed.stop()
        this.#parts.log.error({ err: error, slug: this.slug }, 'a subscriber of a stream failed')
      }
    }
  }
}

/**
 * When the first of these tags would have been received on a line without delays: after a freeze they come in one
 * burst, and each says by its timestamp how late it is.
 */
function earliest(tags: readonly Tag[], first: Pick<Tag, 'time' | 'receivedAt'>): number {
  return tags.reduce((at, tag) => Math.min(at, tag.receivedAt - (tag.time - first.time)), first.receivedAt)
}
