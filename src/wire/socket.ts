import { z } from 'zod'
import type { ProductView } from './catalog.ts'
import { slugSchema } from './fields.ts'
import type { OrderView } from './orders.ts'
import type { Problem } from './problem.ts'
import type { RoomView } from './rooms.ts'
import type { Rect } from './shows.ts'
import type { HealthView, StreamState } from './streams.ts'

/** From a page. `join` comes first; staff who say `studio` also get `health` and `order`. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('join'), room: slugSchema, studio: z.boolean().optional() }),
])
export type ClientMessage = z.infer<typeof clientMessageSchema>

/** To a page. */
export type ServerMessage =
  /** The whole room: after `join`, and whenever its lineup or show changed. */
  | { readonly type: 'room'; readonly room: RoomView }
  | { readonly type: 'state'; readonly state: StreamState; readonly at: string }
  /** The host's picture has gone (null: is back). */
  | { readonly type: 'interrupted'; readonly interrupted: RoomView['interrupted'] }
  | { readonly type: 'pinned'; readonly productId: string; readonly rect: Rect; readonly since: string }
  | { readonly type: 'unpinned'; readonly productId: string; readonly until: string }
  | {
      readonly type: 'stock'
      readonly levels: readonly {
        readonly storeId: string
        readonly variantId: string
        readonly productId: string
        readonly available: number
      }[]
    }
  /** Its title, price or picture changed. */
  | { readonly type: 'product'; readonly product: ProductView }
  | { readonly type: 'viewers'; readonly count: number }
  | { readonly type: 'order'; readonly order: OrderView }
  /** To the studio, once a second while somebody sends, whether it is shown or not; null: nobody does any more. */
  | { readonly type: 'health'; readonly health: HealthView | null }
  /** To the studio: the show goes on, but what follows is not in its replay. */
  | { readonly type: 'recordingStopped'; readonly reason: string }
  | { readonly type: 'error'; readonly problem: Problem }
