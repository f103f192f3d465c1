import { z } from 'zod'
import { permissions, roles } from './permissions.ts'

export type { Permission, Role } from './permissions.ts'

/**
 * What the server and the pages say to each other: the answers of the API that pages use, and the messages on
 * `/ws`. Pages import the types only. Times are RFC 3339 in UTC with milliseconds; ids are opaque.
 */

const id = z.string().min(1).max(64)
const time = z.iso.datetime()
export const slugSchema = z.stringFormat('slug', /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'must be 1 to 40 letters a-z, digits and inner dashes',
})

export const moneySchema = z.object({
  /** In minor units: 1990 is ¥19.90. */
  amount: z.int(),
  currency: z.string(),
})
export type Money = z.infer<typeof moneySchema>

export const pickupModeSchema = z.enum(['disabled', 'local', 'all'])

export const storeViewSchema = z.object({
  id,
  name: z.string(),
  address: z.string(),
  phone: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** `disabled`: none; `local`: of its own stock; `all`: of any store's stock (a later issue). */
  pickup: pickupModeSchema,
  /** Local opening hours, `HH:MM`. */
  opens: z.string(),
  closes: z.string(),
})
export type StoreView = z.infer<typeof storeViewSchema>

export const variantViewSchema = z.object({
  id,
  sku: z.string(),
  title: z.string(),
  barcode: z.string().nullable(),
  price: moneySchema,
  compareAtPrice: moneySchema.nullable(),
  /** Units that can be bought now, over all stores. */
  available: z.int(),
})
export type VariantView = z.infer<typeof variantViewSchema>

export const productViewSchema = z.object({
  id,
  title: z.string(),
  description: z.string(),
  /** Addresses by width in pixels, smallest first; empty without a picture. */
  images: z.array(z.object({ url: z.string(), width: z.int(), height: z.int() })),
  variants: z.array(variantViewSchema),
})
export type ProductView = z.infer<typeof productViewSchema>

export const levelViewSchema = z.object({
  storeId: id,
  variantId: id,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
})
export type LevelView = z.infer<typeof levelViewSchema>

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

export const streamStateSchema = z.enum(['offline', 'starting', 'live'])
export type StreamState = z.infer<typeof streamStateSchema>

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

export const orderStateSchema = z.enum(['placed', 'shipped', 'collected', 'cancelled', 'expired'])
export type OrderState = z.infer<typeof orderStateSchema>

export const orderViewSchema = z.object({
  id,
  /** What people read to each other, for example 2411-0042. */
  number: z.string(),
  state: orderStateSchema,
  total: moneySchema,
  lines: z.array(
    z.object({
      variantId: id,
      productId: id,
      sku: z.string(),
      title: z.string(),
      variantTitle: z.string(),
      imageUrl: z.string().nullable(),
      quantity: z.int(),
      unitPrice: moneySchema,
      total: moneySchema,
    }),
  ),
  fulfilment: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pickup'), store: storeViewSchema }),
    z.object({ kind: z.literal('delivery'), store: storeViewSchema, address: z.string() }),
  ]),
  contact: z.object({ name: z.string(), phone: z.string() }),
  payment: z.object({ method: z.string() }),
  roomSlug: z.string().nullable(),
  placedAt: time,
  /** Only while the order waits to be collected. */
  pickupCode: z.string().optional(),
  holdExpiresAt: time.optional(),
  /** Only in the answer that made the order, and in each repeat of it. */
  accessToken: z.string().optional(),
})
export type OrderView = z.infer<typeof orderViewSchema>

export const healthViewSchema = z.object({
  kilobitsPerSecond: z.number(),
  framesPerSecond: z.number(),
  droppedFrames: z.int(),
  keyframeSeconds: z.number().nullable(),
  /** What the source sends: pixels, and its own frame rate (0: unknown). */
  source: z.object({
    protocol: z.enum(['rtmp', 'whip']),
    width: z.int(),
    height: z.int(),
    framesPerSecond: z.number(),
    videoCodec: z.string(),
    audioCodec: z.string().nullable(),
  }),
  /** How fast FFmpeg works, as a multiple of real time; null before the first figure. */
  encoderSpeed: z.number().nullable(),
  /** `stopped`: why what follows is not in the replay of the live show; null: it is. */
  recording: z.object({ stopped: z.string().nullable() }),
})
export type HealthView = z.infer<typeof healthViewSchema>

export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})
export type Readiness = z.infer<typeof readinessSchema>

const roleSchema = z.enum(roles)

export const staffViewSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  /** null: all stores. */
  storeId: id.nullable(),
  disabled: z.boolean(),
  createdAt: time,
  /** Whether who asks may change this person. */
  manageable: z.boolean(),
})
export type StaffView = z.infer<typeof staffViewSchema>

/** Who is logged in. */
export const ownSessionViewSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  storeId: id.nullable(),
  permissions: z.array(z.enum(permissions)),
  /** What prices are in unless they say otherwise: ISO 4217. */
  currency: z.string(),
})
export type OwnSessionView = z.infer<typeof ownSessionViewSchema>

export const sessionViewSchema = z.object({
  id,
  /** What the browser calls itself, in short; empty: unknown. */
  device: z.string(),
  createdAt: time,
  /** To the minute. */
  seenAt: time,
  /** The one that asks. */
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const invitationViewSchema = z.object({
  id,
  /** `join`: for a new person; `reset`: for a new password of one who is there. */
  kind: z.enum(['join', 'reset']),
  staffId: id.nullable(),
  name: z.string().nullable(),
  role: roleSchema,
  storeId: id.nullable(),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time,
})
export type InvitationView = z.infer<typeof invitationViewSchema>

/** What the holder of an invitation's link sees before they accept. */
export const openInvitationViewSchema = z.object({
  kind: z.enum(['join', 'reset']),
  name: z.string().nullable(),
  role: roleSchema,
  storeName: z.string().nullable(),
})
export type OpenInvitationView = z.infer<typeof openInvitationViewSchema>

export const tokenViewSchema = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(permissions)),
  storeId: id.nullable(),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  /** To the minute; null: never used. */
  usedAt: time.nullable(),
})
export type TokenView = z.infer<typeof tokenViewSchema>

/** One thing that somebody of the staff changed; only what differs is in `before` and `after`. */
export const auditEntryViewSchema = z.object({
  id,
  at: time,
  actor: z.object({ id, name: z.string(), via: z.enum(['session', 'token', 'owner-token']) }),
  /** For example `product.updated`. */
  action: z.string(),
  /** `name`: what it was called then, if it has a name. */
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  storeId: id.nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>

/** RFC 9457. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})
export type Problem = z.infer<typeof problemSchema>

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
