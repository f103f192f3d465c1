import { join } from 'node:path'
import type { FileSlice, MediaAnswer } from '../media-answer.ts'
import { mediaFile, picturesFile } from './files.ts'
import type { Picture, Recording } from './recording.ts'
import type { ReplayPath } from './replay-path.ts'
import type { ReplayPlaylists } from './replay-playlists.ts'

const playlistType = 'application/vnd.apple.mpegurl'
/** A number is never given to other bytes. */
const forEver = 'public, max-age=31536000, immutable'
/** It may be removed, or go on after all. */
const shortly = 'public, max-age=60'

/** A recording in memory, with the folder that its bytes lie in. */
export type Reel = {
  readonly folder: string
  readonly recording: Recording
  readonly playlists: ReplayPlaylists
}

/** Null when there is nothing at this path. */
export function replayAnswer(reel: Reel, path: ReplayPath, query: URLSearchParams): MediaAnswer | null {
  const { folder, recording, playlists } = reel
  switch (path.kind) {
    case 'multivariant':
      return playlist(recording, () => playlists.multivariant())
    case 'playlist':
      return playlist(recording, () => playlists.media(path.rendition, asksToSkip(query)))
    case 'cover':
      return picture(folder, recording.cover, shortly)
    case 'thumbnail':
      return picture(folder, recording.thumbnail(path.n), forEver)
    case 'init':
    case 'segment': {
      const found = recording[path.kind === 'init' ? 'init' : 'slice'](path.n, path.rendition)
      const type = path.kind === 'init' ? 'video/mp4' : 'video/iso.segment'
      const file = join(folder, mediaFile(found?.rendition ?? ''))
      return found && media({ file, start: found.at, length: found.length }, type, forEver)
    }
  }
}

/** `v2` asks to skip date ranges too, of which there are none. */
function asksToSkip(query: URLSearchParams): boolean {
  const skip = query.get('_HLS_skip')
  return skip === 'YES' || skip === 'v2'
}

function playlist(recording: Recording, text: () => string | null): MediaAnswer | null {
  if (recording.count === 0) return recording.endedAt === null ? starting : null
  const body = text()
  const cacheControl = recording.endedAt === null ? 'no-cache' : shortly
  return body === null ? null : { status: 200, type: playlistType, cacheControl, body }
}

/** Players ask again after a 5xx, and give up after a 4xx. */
const starting: MediaAnswer = {
  status: 503,
  type: 'text/plain; charset=utf-8',
  cacheControl: 'no-store',
  body: 'The recording is starting.\n',
  retryAfter: 1,
}

function picture(folder: string, found: Picture | null, cacheControl: string): MediaAnswer | null {
  const file = join(folder, picturesFile)
  return found && media({ file, start: found.at, length: found.length }, 'image/jpeg', cacheControl)
}

function media(body: FileSlice, type: string, cacheControl: string): MediaAnswer {
  return { status: 200, type, cacheControl, body }
}
