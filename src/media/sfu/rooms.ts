import { NotAcceptableError } from '../../errors.ts'
import type { Feeds } from './feeds.ts'
import { ownProfile, type Profile } from './profile.ts'
import { RoomRouter } from './room-router.ts'
import type { MediaWorker } from './workers.ts'

type Opened = {
  readonly slug: string
  readonly worker: MediaWorker
  readonly profile: string
  readonly room: Promise<RoomRouter>
}

/** Each of them costs a room's packets once more. Browsers of one kind share one. */
const mostProfiles = 8

/** The routers of all rooms, each opened by its first viewer. */
export class Rooms {
  readonly #layers: number
  readonly #feeds: Feeds
  readonly #opened = new Set<Opened>()

  constructor(layers: number, feeds: Feeds) {
    this.#layers = layers
    this.#feeds = feeds
  }

  /** Workers that carry the room already. */
  workers(slug: string): ReadonlySet<MediaWorker> {
    return new Set([...this.#opened].filter(opened => opened.slug === slug).map(({ worker }) => worker))
  }

  /** @throws NotAcceptableError when the room has too many kinds of viewers. */
  async open(worker: MediaWorker, slug: string, profile: Profile): Promise<RoomRouter> {
    const key = keyOf(profile)
    const same = [...this.#opened].filter(opened => opened.slug === slug)
    const found = same.find(opened => opened.worker === worker && opened.profile === key)
    if (found) return found.room
    const others = new Set(same.map(opened => opened.profile).filter(other => other !== keyOf(ownProfile)))
    if (key !== keyOf(ownProfile) && !others.has(key) && others.size >= mostProfiles) {
      throw new NotAcceptableError('Too many kinds of offers watch this room: take one of this server.')
    }
    const forget = () => this.#opened.delete(opened)
    const room = RoomRouter.open(worker, { slug, profile, layers: this.#layers }, this.#feeds, forget)
    const opened: Opened = { slug, worker, profile: key, room }
    this.#opened.add(opened)
    room.catch(forget)
    return room
  }

  async close(): Promise<void> {
    const rooms = await Promise.allSettled([...this.#opened].map(({ room }) => room))
    for (const room of rooms) if (room.status === 'fulfilled') room.value.close()
  }
}

function keyOf({ video, rtx, audio }: Profile): string {
  return `${video} ${rtx} ${audio}`
}
