import { z } from 'zod'
import { productViewSchema } from './catalog.ts'
import { id, time } from './fields.ts'
import { streamStateSchema } from './streams.ts'

/** Fractions of the picture's width and height, from its upper left corner. */
export const rectSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
export type Rect = z.infer<typeof rectSchema>

/** A card's stay in the picture, on the clock that PROGRAM-DATE-TIME shows. */
export const pinViewSchema = z.object({
  productId: id,
  rect: rectSchema,
  since: time,
  /** null: still there. */
  until: time.nullable(),
})
export type PinView = z.infer<typeof pinViewSchema>

export const showViewSchema = z.object({
  id,
  roomSlug: z.string(),
  /** The room's, unless it has one of its own. */
  title: z.string(),
  state: z.enum(['scheduled', 'live', 'ended']),
  /** When it is to begin; null: whenever the host goes live. */
  startsAt: time.nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  /** Its own cover, else the room's, else a picture of the replay or of the first product. */
  coverUrl: z.string().nullable(),
  /** Whether the cover is its own: then it can be taken away. */
  ownCover: z.boolean(),
  lineupCount: z.int(),
  /** There is something to play of an ended show. */
  hasReplay: z.boolean(),
})
export type ShowView = z.infer<typeof showViewSchema>

/** A stretch of a replay without a gap: `at` seconds into the replay, the picture is of the time `since`. */
export const replaySpanSchema = z.object({ at: z.number(), since: time, durationSeconds: z.number() })
export type ReplaySpan = z.infer<typeof replaySpanSchema>

/** What can be played of a show, also while it is live (then the playlist grows). Seconds. */
export const replayViewSchema = z.object({
  url: z.string(),
  durationSeconds: z.number(),
  live: z.boolean(),
  spans: z.array(replaySpanSchema),
  /** When each product was shown, by the replay's own time. */
  markers: z.array(z.object({ productId: id, at: z.number(), durationSeconds: z.number() })),
  /** Picture n (from 0) shows the time n × everySeconds; its address is `url` with `{n}` replaced. Pixels. */
  thumbnails: z
    .object({
      url: z.string(),
      count: z.int(),
      everySeconds: z.number(),
      width: z.int(),
      height: z.int(),
    })
    .nullable(),
})
export type ReplayView = z.infer<typeof replayViewSchema>

/** A show with all that its page shows. */
export const showPageViewSchema = z.object({
  show: showViewSchema,
  room: z.object({ slug: z.string(), title: z.string(), state: streamStateSchema }),
  lineup: z.array(productViewSchema),
  /** Every stay of a card in the picture, oldest first. */
  pins: z.array(pinViewSchema),
  replay: replayViewSchema.nullable(),
})
export type ShowPageView = z.infer<typeof showPageViewSchema>
