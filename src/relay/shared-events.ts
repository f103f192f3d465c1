import { z } from 'zod'
import type { Events } from '../events.ts'

const id = z.string().min(1)
const time = z.number()
const rect = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const order = z.object({ orderId: id, number: z.string(), roomSlug: z.string().nullable(), at: time })
const aReturn = z.object({ returnId: id, orderId: id })
const stream = z.object({ slug: id, showId: id, at: time })

/**
 * What the processes of one shop tell each other. null: means something in its own process only, where the stream is or
 * the timer runs. Each event stands here, so that nobody forgets to decide.
 */
export const sharedEvents = {
  'stream.starting': z.object({
    slug: id,
    info: z.object({
      videoCodec: z.string(),
      width: z.number(),
      height: z.number(),
      framesPerSecond: z.number(),
      audioCodec: z.string().nullable(),
    }),
    remoteAddress: z.string(),
  }),
  'stream.live': stream,
  'stream.interrupted': stream.extend({ endsAt: time, reason: z.string() }),
  'stream.resumed': stream,
  'stream.offline': stream.extend({ reason: z.string() }),
  'stream.health': null,
  'streams.asked': z.object({}),
  'streams.told': z.object({
    streams: z.array(
      z.object({
        slug: id,
        state: z.enum(['starting', 'live']),
        interruption: z.object({ since: time, endsAt: time }).nullable(),
      }),
    ),
  }),
  'recording.stopped': z.object({ showId: id, reason: z.string() }),
  'replay.removed': null,
  'card.opened': null,
  'stock.changed': z.object({
    levels: z.array(
      z.object({ storeId: id, variantId: id, productId: id, onHand: z.number(), reserved: z.number() }),
    ),
  }),
  'product.changed': z.object({ productId: id }),
  'order.placed': order.extend({ holdExpiresAt: time.nullable() }),
  'order.cancelled': order,
  'order.expired': order,
  'order.collected': order,
  'order.shipped': order,
  'order.paid': order,
  'order.ready': order,
  'order.delivered': order,
  'order.returned': order,
  'order.closed': order,
  'return.requested': aReturn,
  'return.ended': aReturn,
  // Whoever holds the timers gives the money back, whichever process promised it.
  'refund.due': z.object({ refundId: id, orderId: id }),
  'notice.written': z.object({ noticeId: id }),
  'access.changed': z.object({ staffId: id }),
  'room.changed': z.object({ slug: id }),
  'room.pinned': z.object({ slug: id, productId: id, rect, since: time }),
  'room.unpinned': z.object({ slug: id, productId: id, until: time }),
} satisfies { readonly [Name in keyof Events]: z.ZodType<Events[Name]> | null }

export function isShared(name: keyof Events): boolean {
  return sharedEvents[name] !== null
}
