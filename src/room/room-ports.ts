import type { ProductView, Rect, StreamState } from '../wire.ts'

/** Where and when a card came into the picture, or (rect null) left it. Epoch ms on PROGRAM-DATE-TIME's clock. */
export type CardShown = { readonly since: number; readonly rect: Rect | null }

/** The host's picture is away; the show ends at `endsAt` unless it comes back. Epoch milliseconds. */
export type Interruption = { readonly since: number; readonly endsAt: number }

/** What can be played of a show. Durations in seconds, on the replay's own time; `since` in epoch milliseconds. */
export type ReplayInfo = {
  readonly durationSeconds: number
  /** It grows while it is played. */
  readonly live: boolean
  /** Stretches without a gap: `at` seconds into the replay, the picture is of the time `since`. */
  readonly spans: readonly ReplaySpan[]
  readonly thumbnails: {
    readonly count: number
    readonly everySeconds: number
    readonly width: number
    readonly height: number
  } | null
  readonly hasCover: boolean
}

export type ReplaySpan = { readonly at: number; readonly since: number; readonly durationSeconds: number }

/** What rooms ask of the rest of the server. */
export type RoomPorts = {
  /** In the order of the ids; unknown ones left out. */
  readonly products: (ids: readonly string[]) => Promise<readonly ProductView[]>
  /** Puts the product's card into the picture or takes it out; null when there is no picture now. */
  readonly showCard: (slug: string, product: ProductView | null) => Promise<CardShown | null>
  readonly streamState: (slug: string) => StreamState
  readonly interruption: (slug: string) => Interruption | null
  /** Ends the host's connection; the show waits for another. */
  readonly endStream: (slug: string, reason: string) => void
  /** Ends the live show now; false when there is none. */
  readonly endShow: (slug: string) => boolean
  /**
   * Lets an interrupted show wait so much longer for its host, and announces its new end; false when it is not
   * interrupted.
   */
  readonly wait: (slug: string, seconds: number) => boolean
  /** null when nothing was recorded, or nothing is left. */
  readonly replay: (showId: string) => ReplayInfo | null
  readonly removeReplay: (showId: string) => Promise<void>
  readonly viewers: (slug: string) => number
}
