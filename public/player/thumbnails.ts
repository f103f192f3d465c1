import type { ReplayView } from '../../src/wire.ts'

/** Address of the small picture that shows the time `at` (seconds); the last one there is, past it. */
export function thumbnailAt(thumbnails: ReplayView['thumbnails'], at: number): string | null {
  if (thumbnails === null || thumbnails.count < 1) return null
  const wanted = Math.floor(Math.max(0, at) / thumbnails.everySeconds)
  return thumbnails.url.replace('{n}', String(Math.min(wanted, thumbnails.count - 1)))
}
