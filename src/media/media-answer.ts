/** What is answered to a player's request. `retryAfter` in seconds. */
export type MediaAnswer = {
  readonly status: 200 | 400 | 404 | 503
  readonly type: string
  readonly cacheControl: string
  readonly body: MediaBody
  readonly retryAfter?: number
}

/** Text is compressed for those who take it; buffers are sent one after the other; a slice is read from its file. */
export type MediaBody = string | Buffer | readonly Buffer[] | FileSlice

/** Bytes. */
export type FileSlice = { readonly file: string; readonly start: number; readonly length: number }

/**
 * Finds what stands at `path` (below `/hls/:slug/` or `/replays/:showId/`); null when there is nothing. An answer may
 * wait for its part or playlist to be there; `signal` aborts when the player is gone.
 */
export type FindMedia = (
  name: string,
  path: string,
  query: URLSearchParams,
  signal: AbortSignal,
) => MediaAnswer | Promise<MediaAnswer | null> | null
