import { hash } from 'node:crypto'
import { boxesOf, type Mp4Box } from './mp4-boxes.ts'
import { readFragment, type TrackFragment } from './mp4-fragment.ts'
import { type InitDigest, readInit } from './mp4-init.ts'

export type MediaFormat = 'init' | 'fmp4' | 'ts' | 'packed-audio' | 'webvtt' | 'unknown'

/** What is kept of a fetched piece of media: all that the rules ask for, without its bytes. */
export type MediaDigest = {
  readonly size: number
  readonly format: MediaFormat
  /** Why it could not be read to its end. */
  readonly broken: string | null
  readonly boxes: readonly { readonly type: string; readonly size: number; readonly hash: string }[]
  readonly init: InitDigest | null
  /** Of each `moof`, in order. */
  readonly fragments: readonly (readonly TrackFragment[])[]
}

/** `init`: the Media Initialization Section that applies; null when there is none. */
export function digestMedia(bytes: Buffer, init: InitDigest | null): MediaDigest {
  const nothing = { size: bytes.length, broken: null, boxes: [], init: null, fragments: [] }
  const start = bytes.toString('latin1', 0, 12)
  if (start.startsWith('WEBVTT')) return { ...nothing, format: 'webvtt' }
  if (bytes[0] === 0x47 && (bytes.length < 189 || bytes[188] === 0x47)) return { ...nothing, format: 'ts' }
  if (start.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)) {
    return { ...nothing, format: 'packed-audio' }
  }
  let boxes: Mp4Box[] = []
  try {
    boxes = boxesOf(bytes)
    const isInit = boxes.some(({ type }) => type === 'moov')
    const moofs = boxes.filter(({ type }) => type === 'moof')
    const format = isInit ? 'init' : moofs.length > 0 ? 'fmp4' : 'unknown'
    return {
      ...nothing,
      format,
      boxes: boxes.map(({ type, whole }) => ({
        type,
        size: whole.length,
        hash: hash('sha1', whole, 'base64'),
      })),
      init: isInit ? readInit(boxes) : null,
      fragments: moofs.map(moof => readFragment(moof, bytes, init)),
    }
  } catch (error) {
    return { ...nothing, format: 'unknown', broken: error instanceof Error ? error.message : String(error) }
  }
}

/** A track's stretch over all fragments of a piece of media; seconds. */
export type Stretch = { readonly start: number; readonly end: number; readonly samples: number }

export function stretch({ fragments }: MediaDigest, trackId: number): Stretch | null {
  const own = fragments.flat().filter(({ id, samples }) => id === trackId && samples > 0)
  const [head] = own
  const last = own.at(-1)
  if (!head || !last || head.start === null || last.start === null) return null
  return {
    start: head.start,
    end: last.start + last.duration,
    samples: own.reduce((sum, { samples }) => sum + samples, 0),
  }
}

/** §3: video is preferred where there are several media types. */
export function mainTrack(init: InitDigest): number | null {
  const kinds = ['vide', 'soun']
  const found = kinds.flatMap(kind => init.tracks.filter(({ handler }) => handler === kind))
  return (found[0] ?? init.tracks[0])?.id ?? null
}
