import { isoTime } from '../fields.ts'
import type { ProductView, ShowView } from '../wire.ts'
import type { CoverStore } from './cover-store.ts'
import { coverUrl } from './covers.ts'
import type { LineupStore, LineupSummary } from './lineup-store.ts'
import type { RoomPorts } from './room-ports.ts'
import type { RoomStore } from './room-store.ts'
import type { ShowRow } from './show-store.ts'

type Sources = {
  readonly rooms: RoomStore
  readonly lineups: LineupStore
  readonly covers: CoverStore
  readonly ports: Pick<RoomPorts, 'products' | 'replay'>
}

/** Shows as pages see them, many with few queries. */
export class ShowViews {
  readonly #sources: Sources

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** In the order of the rows. */
  async of(shows: readonly ShowRow[]): Promise<ShowView[]> {
    const { rooms, lineups, ports } = this.#sources
    const titles = await rooms.titles(distinct(shows.map(show => show.roomSlug)))
    const lineup = await lineups.summaries(shows.map(show => show.id))
    const own = await this.#sources.covers.ofShows(shows.map(show => show.id))
    const covers = await this.#covers(shows, own, lineup)
    return shows.map(show => ({
      id: show.id,
      roomSlug: show.roomSlug,
      title: show.title ?? titles.get(show.roomSlug) ?? show.roomSlug,
      state: show.state,
      startsAt: time(show.startsAt),
      startedAt: time(show.startedAt),
      endedAt: time(show.endedAt),
      coverUrl: covers.get(show.id) ?? null,
      ownCover: own.has(show.id),
      lineupCount: lineup.get(show.id)?.count ?? 0,
      hasReplay: show.state === 'ended' && ports.replay(show.id) !== null,
    }))
  }

  /** A show's own cover, else its room's, else that of its replay, else its first product's picture. */
  async #covers(
    shows: readonly ShowRow[],
    own: ReadonlyMap<string, string>,
    lineup: ReadonlyMap<string, LineupSummary>,
  ): Promise<ReadonlyMap<string, string>> {
    const { covers, ports } = this.#sources
    const ofRoom = await covers.ofRooms(distinct(shows.map(show => show.roomSlug)))
    const found = new Map<string, string>()
    for (const { id, roomSlug } of shows) {
      const file = own.get(id) ?? ofRoom.get(roomSlug)
      if (file !== undefined) found.set(id, coverUrl(file))
      else if (ports.replay(id)?.hasCover) found.set(id, `/replays/${id}/cover.jpg`)
    }
    const bare = shows.filter(({ id }) => !found.has(id))
    const firsts = distinct(bare.flatMap(({ id }) => lineup.get(id)?.first ?? []))
    const products = firsts.length === 0 ? [] : await ports.products(firsts)
    for (const { id } of bare) {
      const url = pictureOf(products.find(product => product.id === lineup.get(id)?.first))
      if (url !== undefined) found.set(id, url)
    }
    return found
  }
}

function pictureOf(product: ProductView | undefined): string | undefined {
  return product?.images.at(-1)?.url
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}

function time(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}
