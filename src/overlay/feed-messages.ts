/** What the thread that feeds FFmpeg is told. Frames are raw yuva420p of one size per run; their memory moves. */
export type FeedOrder = FramedOrder | { readonly type: 'close'; readonly run: number }

export type FramedOrder =
  | { readonly type: 'open'; readonly run: number; readonly path: string; readonly frame: Frame }
  | { readonly type: 'put'; readonly run: number; readonly ticket: number; readonly frame: Frame }

export type Frame = Uint8Array<ArrayBuffer>

/** What it answers. */
export type FeedReport =
  | { readonly type: 'listening'; readonly run: number }
  | { readonly type: 'refused'; readonly run: number; readonly reason: string }
  /** The frame with this index, counted from 0, is the first that carries what was put. */
  | { readonly type: 'taken'; readonly run: number; readonly ticket: number; readonly index: number }
  /** FFmpeg hung up, or the run was closed or refused: socket and file are gone. */
  | { readonly type: 'closed'; readonly run: number }

/** `beats` counts up while the thread is alive. */
export type FeedData = { readonly beats: Int32Array }

export const beatMilliseconds = 200
