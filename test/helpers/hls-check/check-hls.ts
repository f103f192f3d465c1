import { judge } from './judge.ts'
import type { Report } from './report.ts'
import type { WalkOptions } from './walk.ts'
import { walkPresentation } from './walk-presentation.ts'

/**
 * Walks what is at an address (a multivariant or a media playlist) until it ends, the seconds are over or the
 * signal is given, and judges it by draft-pantos-hls-rfc8216bis-22.
 * @throws NothingToCheck when there is no playlist.
 */
export async function checkHls(url: string, options: WalkOptions = {}): Promise<Report> {
  return judge(await walkPresentation(url, options))
}
