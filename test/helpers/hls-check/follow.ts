import type { Directives } from './evidence.ts'
import { MediaFetcher } from './media-fetcher.ts'
import { before, lastPosition, type MediaPlaylist, nextMsn } from './media-playlist.ts'
import type { Walk } from './walk.ts'

type Settings = { readonly lowLatency: boolean; readonly sample: number }

/** So often a playlist may fail to be answered, one after another, before its rendition is given up. */
const maxMisses = 20
/** Every so many blocked requests are asked as a delta update as well. */
const deltaEvery = 3

/** Follows one rendition to its end or to that of the walk. Returns whether all of it was fetched. */
export async function follow(walk: Walk, rendition: string, settings: Settings): Promise<boolean> {
  const fetcher = new MediaFetcher(walk, rendition, settings.sample)
  const first = await followPlain(walk, rendition, fetcher, settings)
  await fetcher.done()
  return !walk.over && !fetcher.sampled && first
}

/** As §6.3.4 says. Returns whether the first answer was whole already: a recording. */
async function followPlain(
  walk: Walk,
  rendition: string,
  fetcher: MediaFetcher,
  { lowLatency }: Settings,
): Promise<boolean> {
  let last: MediaPlaylist | null = null
  let other: Promise<void> | null = null
  let misses = 0
  let whole = true
  let blocking = false
  while (!walk.over) {
    const askedAt = walk.now()
    const seen = await walk.playlist(rendition, 'plain')
    if (!seen) break
    const { playlist, exchange } = seen
    const target = playlist?.targetDuration ?? last?.targetDuration ?? 2
    if (!playlist) {
      if (++misses === maxMisses) break
      await walk.sleepUntil(askedAt + target * 500)
      continue
    }
    misses = 0
    fetcher.seeSegments(playlist)
    if (!blocking) fetcher.seeRemovals(playlist, exchange)
    if (playlist.ended && whole) return true
    if (playlist.ended) {
      await other
      await lookAfterEnd(walk, rendition, playlist)
      return false
    }
    if (!other) {
      blocking = lowLatency && playlist.control?.canBlockReload === true
      other = blocking ? followLowLatency(walk, rendition, fetcher) : Promise.resolve()
      await probe(walk, rendition, playlist)
    }
    whole = false
    const changed = playlist.text.text !== last?.text.text
    last = playlist
    const wait = changed ? (playlist.segments.at(-1)?.duration ?? target) : target / 2
    await walk.sleepUntil(askedAt + wait * 1000)
  }
  await other
  return false
}

/** Blocking reload, part by part, with hints and delta updates. */
async function followLowLatency(walk: Walk, rendition: string, fetcher: MediaFetcher): Promise<void> {
  let directives: Directives = {}
  let last: MediaPlaylist | null = null
  let misses = 0
  for (let turn = 1; !walk.over; turn++) {
    const askedAt = walk.now()
    const timeoutMs = Math.max(10_000, (last?.targetDuration ?? 2) * 6000)
    const update = walk.playlist(rendition, 'low-latency', directives, { timeoutMs })
    if (turn % deltaEvery === 0 && directives.msn !== undefined && last?.control?.canSkipUntil) {
      await walk.playlist(rendition, 'delta', { ...directives, skip: true }, { timeoutMs })
    }
    const seen = await update
    if (!seen) return
    const { playlist, exchange } = seen
    if (!playlist) {
      if (++misses === maxMisses) return
      directives = {}
      await walk.sleepUntil(askedAt + (last?.targetDuration ?? 2) * 500)
      continue
    }
    misses = 0
    fetcher.seeParts(playlist)
    fetcher.seeRemovals(playlist, exchange)
    if (playlist.ended) return
    // A server that does not block must not be asked without end.
    if (last && !before(lastPosition(last), lastPosition(playlist))) {
      await walk.sleepUntil(askedAt + (playlist.partTarget ?? 1) * 500)
    }
    const msn = nextMsn(playlist)
    directives = playlist.partTarget === null ? { msn } : { msn, part: playlist.openParts.length }
    last = playlist
  }
}

/** What a server must refuse, or answer at once. */
async function probe(walk: Walk, rendition: string, playlist: MediaPlaylist): Promise<void> {
  const { control, segments } = playlist
  if (control?.canBlockReload) {
    await walk.playlist(rendition, 'probe', { part: 0 }, { probe: 'part-without-msn' })
    const far = nextMsn(playlist) + 1000
    await walk.playlist(rendition, 'probe', { msn: far }, { probe: 'too-far', timeoutMs: 10_000 })
    const gone = Math.max(0, playlist.mediaSequence - 1)
    await walk.playlist(rendition, 'probe', { msn: gone }, { probe: 'long-gone' })
  }
  if (control?.canSkipUntil == null) {
    await walk.playlist(rendition, 'probe', { skip: true }, { probe: 'skip-not-offered' })
  }
  const [segment] = segments
  if (!segment) return
  const url = new URL(segment.uri, rendition)
  url.pathname = url.pathname.replace(/[^/]*?(\.\w+)?$/, 'no-such-media-9d41$1')
  await walk.get({ kind: 'unknown', rendition }, { uri: url.href, range: null })
}

/** ENDLIST is final; and the directives are of no effect any more. */
async function lookAfterEnd(walk: Walk, rendition: string, playlist: MediaPlaylist): Promise<void> {
  await walk.sleepUntil(walk.now() + (playlist.targetDuration ?? 1) * 500)
  const again = await walk.playlist(rendition, 'plain')
  // Another presentation may have taken its place.
  if (!playlist.control || !again?.playlist?.ended) return
  const directives = { msn: nextMsn(playlist), ...(playlist.partTarget !== null && { part: 0 }), skip: true }
  await walk.playlist(rendition, 'probe', directives, { probe: 'after-end' })
}
