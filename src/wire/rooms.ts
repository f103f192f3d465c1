import { z } from 'zod'
import { productViewSchema } from './catalog.ts'
import { id, time } from './fields.ts'
import { pinViewSchema, rectSchema, showViewSchema } from './shows.ts'
import { streamStateSchema } from './streams.ts'

export const roomViewSchema = z.object({
  slug: z.string(),
  title: z.string(),
  coverUrl: z.string().nullable(),
  state: streamStateSchema,
  /** The host's picture is away; the show ends at `endsAt` unless it comes back. */
  interrupted: z.object({ since: time, endsAt: time }).nullable(),
  /** The show that is live, else the one that goes live when the host does. */
  show: showViewSchema.nullable(),
  /** The next show with a time. */
  nextShow: showViewSchema.nullable(),
  lineup: z.array(productViewSchema),
  pinned: z.object({ productId: id, rect: rectSchema, since: time }).nullable(),
  /** The pins of the last minutes, oldest first: a viewer's picture may be some seconds old. */
  recentPins: z.array(pinViewSchema),
  viewers: z.int(),
})
export type RoomView = z.infer<typeof roomViewSchema>
