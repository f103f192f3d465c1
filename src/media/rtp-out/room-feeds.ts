import type { Logger } from '../../log.ts'
import type { LiveFrames, RtpOutlet } from '../rtc-ports.ts'
import { RoomFeed } from './room-feed.ts'

/** The feeds of all rooms: made when they are first wanted, forgotten when nobody sends nor listens any more. */
export class RoomFeeds {
  readonly #log: Logger
  readonly #feeds = new Map<string, RoomFeed>()
  /** Who is heard in a room: of several, the one that has begun last. */
  readonly #writers = new Map<string, LiveFrames>()

  constructor(log: Logger) {
    this.#log = log
  }

  /** Rooms that are kept. */
  get size(): number {
    return this.#feeds.size
  }

  /** For one who sends to a room, a host's encoder or a slate. Of several, the one that has begun last is heard. */
  feed(slug: string): LiveFrames {
    const heard = () => (this.#writers.get(slug) === writer ? this.#feeds.get(slug) : undefined)
    const writer: LiveFrames = {
      begin: renditions => {
        this.#writers.set(slug, writer)
        this.#room(slug).begin(renditions)
      },
      picture: (rendition, picture) => heard()?.picture(rendition, picture),
      sound: sound => heard()?.sound(sound),
      end: () => {
        if (!heard()) return
        this.#writers.delete(slug)
        this.#room(slug).end()
        this.#forgetIdle(slug)
      },
    }
    return writer
  }

  /** From now on the room's packets go to this outlet too, until the returned function is called. */
  attach(slug: string, outlet: RtpOutlet): () => void {
    const detach = this.#room(slug).attach(outlet)
    return () => {
      detach()
      this.#forgetIdle(slug)
    }
  }

  #room(slug: string): RoomFeed {
    const feed = this.#feeds.get(slug) ?? new RoomFeed({ log: this.#log.child({ slug }) })
    this.#feeds.set(slug, feed)
    return feed
  }

  #forgetIdle(slug: string): void {
    if (this.#feeds.get(slug)?.idle) this.#feeds.delete(slug)
  }
}
