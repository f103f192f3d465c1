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
  /** The usual opening hours, `HH:MM` in the shop's time zone; each day's own are in `week`. */
  opens: z.string(),
  closes: z.string(),
})
export type StoreView = z.infer<typeof storeViewSchema>

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 21:30' })
/** Open from `opens` until `closes`; until then on the next day where it is not later, so that equal times are a day. */
export const openSpanSchema = z.object({ opens: wallTime, closes: wallTime })
export type OpenSpan = z.infer<typeof openSpanSchema>

export const weekdaySchema = z.enum([
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
])
export type Weekday = z.infer<typeof weekdaySchema>

const daySpans = z.array(openSpanSchema).max(6)
/** No spans: closed that day. */
export const weekSchema = z.strictObject({
  monday: daySpans,
  tuesday: daySpans,
  wednesday: daySpans,
  thursday: daySpans,
  friday: daySpans,
  saturday: daySpans,
  sunday: daySpans,
})
export type Week = z.infer<typeof weekSchema>

/** Days, both included, with hours of their own; without spans the store is closed. */
export const holidaySchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  name: z.string().max(60),
  spans: daySpans,
})
export type Holiday = z.infer<typeof holidaySchema>

/** Where a store sends goods; kilometres are as the crow flies. */
export const deliveryAreaSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('everywhere') }),
  z.strictObject({ kind: z.literal('radius'), kilometres: z.number().positive().max(20_000) }),
])
export type DeliveryArea = z.infer<typeof deliveryAreaSchema>

/** Booked visits: how long one is, how many at the same time, how many days ahead. */
export const visitsSchema = z.strictObject({
  slotMinutes: z.int().min(5).max(480),
  capacity: z.int().min(1).max(1000),
  daysAhead: z.int().min(1).max(90),
})
export type Visits = z.infer<typeof visitsSchema>

/** A store with all that is set up for it. */
export const storeDetailViewSchema = storeViewSchema.extend({
  week: weekSchema,
  holidays: z.array(holidaySchema),
  delivery: deliveryAreaSchema,
  /** null: none can be booked. */
  visits: visitsSchema.nullable(),
  /** `closed`: for good. It is not offered any more; what it has can be moved away. */
  status: z.enum(['open', 'closed']),
  /** By its hours; `changesAt`: when it next opens or closes, null if never. */
  now: z.object({ open: z.boolean(), changesAt: time.nullable() }),
  /** Only where the list was asked with `near`; null without a position. */
  distanceMetres: z.int().nullable().optional(),
  /** Only where the list was asked with `variantId`. */
  available: z.int().optional(),
})
export type StoreDetailView = z.infer<typeof storeDetailViewSchema>
export const productStatusSchema = z.enum(['draft', 'active', 'archived'])
export type ProductStatus = z.infer<typeof productStatusSchema>

/** When goods are reserved: `hold` when the order is placed, `first-paid` when it is paid. */
export const stockPolicySchema = z.enum(['hold', 'first-paid'])
export type StockPolicy = z.infer<typeof stockPolicySchema>

/** Why goods are not taken back: the exceptions of China's consumer law, article 25, which buyers must be told of. */
export const returnExceptionSchema = z.enum([
  'made-to-order',
  'perishable',
  'sealed-opened',
  'digital',
  'newspaper',
  'other-stated',
])
export type ReturnException = z.infer<typeof returnExceptionSchema>

export const returnRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('days'), days: z.int().min(7).max(365) }),
  z.strictObject({ kind: z.literal('none'), reason: returnExceptionSchema }),
])
export type ReturnRule = z.infer<typeof returnRuleSchema>

export const categoryViewSchema = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  /** 1 at the top, 3 at most. */
  depth: z.int(),
  /** Among the children of one parent, from 0. */
  position: z.int(),
  /** Products in it and in what is under it. */
  products: z.int(),
})
export type CategoryView = z.infer<typeof categoryViewSchema>

const imageSchema = z.object({ url: z.string(), width: z.int(), height: z.int() })

export const productPictureSchema = z.object({
  id,
  /** What it shows, for those who cannot see it. */
  alt: z.string(),
  /** The variant that it shows; null: all. */
  variantId: id.nullable(),
  /** Addresses by width in pixels, smallest first. */
  sizes: z.array(imageSchema),
})
export type ProductPictureView = z.infer<typeof productPictureSchema>

export const productOptionSchema = z.object({ name: z.string(), values: z.array(z.string()) })
export type ProductOption = z.infer<typeof productOptionSchema>

export const variantViewSchema = z.object({
  id,
  sku: z.string(),
  title: z.string(),
  barcode: z.string().nullable(),
  price: moneySchema,
  /** The struck price, never above what the shop's rule allows; null: none is true. */
  compareAtPrice: moneySchema.nullable(),
  /** Units that can be bought now, over all stores. */
  available: z.int(),
  /** One value for each option of the product, in their order. */
  options: z.array(z.string()),
  /** For those who may change the catalogue. */
  kept: z
    .object({
      archivedAt: time.nullable(),
      /** The struck price as it was typed. */
      compareAtPrice: moneySchema.nullable(),
      /** When the present price began. */
      since: time,
      /** Before that: the lowest price it was sold at (else offered at) in 7 days, and offered at in 30. */
      lowest7Days: moneySchema.nullable(),
      lowest30Days: moneySchema.nullable(),
    })
    .optional(),
})
export type VariantView = z.infer<typeof variantViewSchema>

export const productViewSchema = z.object({
  id,
  title: z.string(),
  description: z.string(),
  status: productStatusSchema,
  stockPolicy: stockPolicySchema,
  returnRule: returnRuleSchema,
  categoryIds: z.array(id),
  /** What a file of products calls it. */
  handle: z.string(),
  /** One more after each change; a change that names another is refused. */
  version: z.int(),
  updatedAt: time,
  options: z.array(productOptionSchema),
  /** The first picture: addresses by width in pixels, smallest first; empty without a picture. */
  images: z.array(imageSchema),
  pictures: z.array(productPictureSchema),
  /** Without those that were taken off sale, except for those who may change the catalogue. */
  variants: z.array(variantViewSchema),
})
export type ProductView = z.infer<typeof productViewSchema>

export const priceChangeViewSchema = z.object({
  variantId: id,
  price: moneySchema,
  compareAtPrice: moneySchema.nullable(),
  at: time,
  staffId: z.string().nullable(),
})
export type PriceChangeView = z.infer<typeof priceChangeViewSchema>

export const importSummarySchema = z.object({
  /** `applied`: it was written. */
  mode: z.enum(['preview', 'applied']),
  rows: z.int(),
  products: z.object({ new: z.int(), changed: z.int(), unchanged: z.int() }),
  variants: z.object({ new: z.int(), changed: z.int(), unchanged: z.int() }),
  /** Categories that would be made, as `茶叶 > 绿茶`. */
  newCategories: z.array(z.string()),
  /** Rows that cannot be taken, at most 100 of them are listed; `row` counts the header as 1. */
  errorCount: z.int(),
  errors: z.array(
    z.object({ row: z.int(), column: z.string(), code: z.string(), value: z.string(), message: z.string() }),
  ),
  /** The first rows that change something. */
  changes: z.array(
    z.object({
      row: z.int(),
      kind: z.enum(['new', 'changed']),
      sku: z.string(),
      title: z.string(),
      fields: z.array(z.object({ column: z.string(), from: z.string().nullable(), to: z.string() })),
    }),
  ),
})
export type ImportSummary = z.infer<typeof importSummarySchema>

export const levelViewSchema = z.object({
  storeId: id,
  variantId: id,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
})
export type LevelView = z.infer<typeof levelViewSchema>

export const movementKindSchema = z.enum([
  'adjust',
  'receive',
  'transfer-out',
  'transfer-in',
  'count',
  'reserve',
  'release',
  'hand-over',
  'ship',
  'sale',
  'return',
  'write-off',
])
export type MovementKind = z.infer<typeof movementKindSchema>

export const adjustReasonSchema = z.enum([
  'damaged',
  'lost',
  'found',
  'sample',
  'own-use',
  'correction',
  'other',
])
export type AdjustReason = z.infer<typeof adjustReasonSchema>

export const documentKindSchema = z.enum(['receipt', 'transfer', 'count'])

/** One line of the ledger; `onHand` and `reserved` are changes. */
export const movementViewSchema = z.object({
  id,
  storeId: id,
  variantId: id,
  kind: movementKindSchema,
  onHand: z.int(),
  reserved: z.int(),
  /** Of an adjustment: one of the known reasons (`reasonCode`), or any text, which counts as `other`. */
  reason: z.string().nullable(),
  reasonCode: adjustReasonSchema.nullable(),
  note: z.string().nullable(),
  orderId: id.nullable(),
  document: z.object({ kind: documentKindSchema, id }).nullable(),
  staffId: z.string().nullable(),
  at: time,
})
export type MovementView = z.infer<typeof movementViewSchema>

const author = z.object({ id: z.string(), name: z.string() }).nullable()
const goods = { variantId: id, sku: z.string(), title: z.string(), variantTitle: z.string() }

/** What people call a variant. */
export const goodsSchema = z.object(goods)
export type Goods = z.infer<typeof goodsSchema>

/** A level as staff see it. */
export const stockRowViewSchema = levelViewSchema.extend({
  ...goods,
  barcode: z.string().nullable(),
  productId: id,
  /** On the way here from other stores. */
  incoming: z.int(),
  /** Its own threshold, or null where the shop's holds. */
  lowAt: z.int().nullable(),
  low: z.boolean(),
})
export type StockRowView = z.infer<typeof stockRowViewSchema>

const documentHead = {
  id,
  /** What people read to each other, for example R2611-0042. */
  number: z.string(),
  storeId: id,
  notes: z.string(),
  /** Counts the changes; a change names the one that it was made from. */
  revision: z.int(),
  createdAt: time,
  createdBy: author,
  closedAt: time.nullable(),
  closedBy: author,
}

/** Goods that a supplier brought. */
export const receiptViewSchema = z.object({
  ...documentHead,
  state: z.enum(['draft', 'posted', 'cancelled']),
  supplier: z.string(),
  lines: z.array(z.object({ ...goods, expected: z.int().nullable(), received: z.int() })),
})
export type ReceiptView = z.infer<typeof receiptViewSchema>

/** Goods from `storeId` to `toStoreId`; on the way they are in no store. */
export const transferViewSchema = z.object({
  ...documentHead,
  state: z.enum(['requested', 'on-the-way', 'received', 'cancelled']),
  toStoreId: id,
  sentAt: time.nullable(),
  lines: z.array(
    z.object({
      ...goods,
      requested: z.int(),
      sent: z.int().nullable(),
      received: z.int().nullable(),
      /** Why less or more arrived than was sent. */
      reason: z.string().nullable(),
    }),
  ),
})
export type TransferView = z.infer<typeof transferViewSchema>

/** An order that holds goods of a store. */
export const holdingOrderSchema = z.object({ id, number: z.string(), quantity: z.int() })

export const countLineViewSchema = z.object({
  ...goods,
  counted: z.int(),
  /** By the books, when it was counted. */
  expected: z.int(),
  difference: z.int(),
  /** What came and went between its entries: not 0 says that it is better counted again. */
  moved: z.int(),
  countedAt: time,
  /** Of a posted count: `not-posted` where orders hold more than was found. */
  outcome: z.enum(['posted', 'not-posted']).nullable(),
  /** While it is open: the difference would go below what is reserved, for these orders. */
  short: z.object({ reserved: z.int(), orders: z.array(holdingOrderSchema) }).nullable(),
})
export type CountLineView = z.infer<typeof countLineViewSchema>

/** A stock-take, while selling goes on. */
export const countViewSchema = z.object({
  ...documentHead,
  state: z.enum(['open', 'posted', 'cancelled']),
  scope: z.enum(['all', 'selection']),
  lines: z.array(countLineViewSchema),
  /** What is still to count: of the selection, or of what the store has. */
  uncounted: z.array(z.object({ ...goods, onHand: z.int() })),
})
export type CountView = z.infer<typeof countViewSchema>

/** A document in a list. */
export const documentViewSchema = z.object({
  ...documentHead,
  kind: documentKindSchema,
  state: z.string(),
  toStoreId: id.nullable(),
  supplier: z.string().nullable(),
  lineCount: z.int(),
  units: z.int(),
})
export type DocumentView = z.infer<typeof documentViewSchema>

/** Where the books do not agree, and by which reckoning. */
export const stockFaultSchema = z.object({
  /** null: of goods on the way, which are in no store. */
  storeId: id.nullable(),
  variantId: id,
  check: z.enum(['on-hand', 'reserved', 'open-orders', 'in-transit']),
  level: z.int(),
  expected: z.int(),
})
export type StockFault = z.infer<typeof stockFaultSchema>

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

export const orderStateSchema = z.enum([
  /** Ordered; its goods are held, not paid yet. */
  'placed',
  'paid',
  /** Put aside in the store. */
  'ready',
  'shipped',
  'collected',
  'delivered',
  /** Nothing can be returned any more. */
  'closed',
  'cancelled',
  'expired',
  'part-returned',
  'returned',
])
export type OrderState = z.infer<typeof orderStateSchema>

export const channelSchema = z.enum(['web', 'live', 'counter', 'phone'])
export const fulfilmentKindSchema = z.enum(['pickup', 'delivery', 'visit', 'counter'])
export type FulfilmentKind = z.infer<typeof fulfilmentKindSchema>

/** What one store gives to an order. */
export const fulfilmentViewSchema = z.object({
  id,
  kind: fulfilmentKindSchema,
  state: z.enum(['waiting', 'ready', 'shipped', 'collected', 'delivered', 'cancelled']),
  store: storeViewSchema,
  lines: z.array(z.object({ variantId: id, quantity: z.int() })),
  /** Only while it waits to be collected, and only to the buyer and to staff who ask for this one order. */
  pickupCode: z.string().optional(),
  /** Of a visit. */
  slot: z.object({ startsAt: time, endsAt: time }).nullable(),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  readyAt: time.nullable(),
  shippedAt: time.nullable(),
  doneAt: time.nullable(),
})
export type FulfilmentView = z.infer<typeof fulfilmentViewSchema>

export const tenderMethodSchema = z.enum([
  'cash',
  'card',
  'wechat-pay',
  'alipay',
  'cash-on-delivery',
  'other',
])
export type TenderMethod = z.infer<typeof tenderMethodSchema>

export const tenderViewSchema = z.object({
  id,
  method: tenderMethodSchema,
  state: z.enum(['pending', 'captured', 'failed']),
  amount: moneySchema,
  refunded: moneySchema,
  /** Of cash: what was handed over; the rest was change. */
  tendered: moneySchema.nullable(),
  at: time,
})

export const refundViewSchema = z.object({
  id,
  tenderId: id,
  returnId: id.nullable(),
  method: tenderMethodSchema,
  amount: moneySchema,
  /** `due`: still to be given back. */
  state: z.enum(['due', 'done']),
  reason: z.string(),
  at: time,
})

export const orderLineViewSchema = z.object({
  variantId: id,
  productId: id,
  sku: z.string(),
  title: z.string(),
  variantTitle: z.string(),
  imageUrl: z.string().nullable(),
  quantity: z.int(),
  unitPrice: moneySchema,
  total: moneySchema,
  /** Units that have come back, or are asked to. */
  returned: z.int(),
  /** Until when a unit may be brought back; null: not yet known, or never: then `returnException` says why. */
  returnableUntil: time.nullable(),
  returnException: z.string().nullable(),
})
export type OrderLineView = z.infer<typeof orderLineViewSchema>

export const orderViewSchema = z.object({
  id,
  /** What people read to each other, for example 2411-0042. */
  number: z.string(),
  state: orderStateSchema,
  channel: channelSchema,
  total: moneySchema,
  /** What was paid, and what of it was given back. */
  captured: moneySchema,
  refunded: moneySchema,
  lines: z.array(orderLineViewSchema),
  /** How it was ordered; `store` is that of the first fulfilment. */
  fulfilment: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pickup'), store: storeViewSchema }),
    z.object({ kind: z.literal('visit'), store: storeViewSchema }),
    z.object({ kind: z.literal('counter'), store: storeViewSchema }),
    z.object({ kind: z.literal('delivery'), store: storeViewSchema, address: z.string() }),
  ]),
  /** One for each store that gives goods. */
  fulfilments: z.array(fulfilmentViewSchema),
  tenders: z.array(tenderViewSchema),
  refunds: z.array(refundViewSchema),
  /** null: sold over the counter to someone who did not say. */
  contact: z.object({ name: z.string(), phone: z.string() }).nullable(),
  note: z.string().nullable(),
  payment: z.object({ method: z.string() }),
  roomSlug: z.string().nullable(),
  placedAt: time,
  paidAt: time.nullable(),
  /** When it was collected or delivered. */
  doneAt: time.nullable(),
  /** What may be done with it now; not what this caller may do. */
  steps: z.array(z.enum(['pay', 'ready', 'ship', 'collect', 'deliver', 'cancel', 'return', 'close'])),
  /** Of the first fulfilment; only while the order waits to be collected. */
  pickupCode: z.string().optional(),
  holdExpiresAt: time.optional(),
  /** Only in the answer that made the order, and in each repeat of it. */
  accessToken: z.string().optional(),
})
export type OrderView = z.infer<typeof orderViewSchema>

/** One entry of an order's timeline. */
export const orderEventViewSchema = z.object({
  id,
  /** `placed`, `paid`, `ready`, `ship`, `collect`, `deliver`, `cancel`, `expire`, `note`, `refund-due`, `refund-done`, … */
  kind: z.string(),
  /** What belongs to it: `text` of a note, `method` and `amount` (minor units) of a payment, `carrier` of a parcel. */
  data: z.record(z.string(), z.unknown()),
  /** Name of the person; null: the buyer, or the shop by itself. */
  by: z.string().nullable(),
  at: time,
})
export type OrderEventView = z.infer<typeof orderEventViewSchema>

/** What the merchant must hear of. */
export const noticeViewSchema = z.object({
  id,
  /** `late-payment-kept`, `late-payment-refunded`, `sold-out-after-payment`, `overpaid`, `underpaid`, … */
  kind: z.string(),
  orderId: id.nullable(),
  orderNumber: z.string().nullable(),
  storeId: id.nullable(),
  data: z.record(z.string(), z.unknown()),
  at: time,
  seenAt: time.nullable(),
})
export type NoticeView = z.infer<typeof noticeViewSchema>

/** What a basket would cost and from where it would come; nothing is held. */
export const orderPreviewSchema = z.object({
  total: moneySchema,
  lines: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      unitPrice: moneySchema,
      total: moneySchema,
      /** Units that the chosen store has, or for delivery all stores together. */
      available: z.int(),
    }),
  ),
  parcels: z.array(
    z.object({
      store: storeViewSchema,
      distanceMetres: z.number().nullable(),
      lines: z.array(z.object({ variantId: id, quantity: z.int() })),
    }),
  ),
  /** Why it cannot be ordered so; `type` and further members as in the refusal of the order itself. */
  problems: z.array(z.looseObject({ type: z.string(), detail: z.string() })),
})
export type OrderPreview = z.infer<typeof orderPreviewSchema>

export const returnViewSchema = z.object({
  id,
  number: z.string(),
  orderId: id,
  orderNumber: z.string(),
  /** `withdrawal`: within the days that the law gives, without a reason. */
  kind: z.enum(['return', 'withdrawal']),
  via: z.enum(['store', 'post']),
  state: z.enum(['requested', 'received', 'refused', 'cancelled']),
  /** Where it was taken; before: where it is to be brought or sent. */
  store: storeViewSchema.nullable(),
  reason: z.string(),
  lines: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      amount: moneySchema,
      restocked: z.int(),
      writtenOff: z.int(),
    }),
  ),
  amount: moneySchema,
  /** How the money goes, or went, back: the plan before it is received. */
  refunds: z.array(
    z.object({
      tenderId: id,
      method: tenderMethodSchema,
      amount: moneySchema,
      state: z.enum(['planned', 'due', 'done']),
    }),
  ),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  requestedAt: time,
  decidedAt: time.nullable(),
})
export type ReturnView = z.infer<typeof returnViewSchema>

/** What would go back for some lines; `refusal`: the type of what speaks against it, for the buyer. */
export const returnPreviewSchema = z.object({
  amount: moneySchema,
  refusal: z.string().nullable(),
  lines: z.array(
    z.object({ variantId: id, quantity: z.int(), amount: moneySchema, refusal: z.string().nullable() }),
  ),
  refunds: z.array(z.object({ tenderId: id, method: tenderMethodSchema, amount: moneySchema })),
})
export type ReturnPreview = z.infer<typeof returnPreviewSchema>

export const shiftViewSchema = z.object({
  id,
  store: storeViewSchema,
  till: z.string(),
  openedAt: time,
  openedBy: z.string(),
  openingCash: moneySchema,
  closedAt: time.nullable(),
  closedBy: z.string().nullable(),
  /** Cash that should be in the till: opening, cash sales, minus cash refunds, plus and minus what was put in and taken. */
  expectedCash: moneySchema.nullable(),
  countedCash: moneySchema.nullable(),
  difference: moneySchema.nullable(),
  sales: z.int(),
  /** Those of them that were made before it was opened, while the till had no connection. */
  lateSales: z.int(),
  byMethod: z.array(z.object({ method: tenderMethodSchema, taken: moneySchema, refunded: moneySchema })),
  /** Cash that was put in, or with a minus taken out, beside sales; oldest first. */
  movements: z.array(z.object({ id, amount: moneySchema, reason: z.string(), at: time })),
  note: z.string().nullable(),
})
export type ShiftView = z.infer<typeof shiftViewSchema>

const figureRowSchema = z.object({
  storeId: id,
  channel: channelSchema,
  currency: z.string(),
  /** Placed in that time, whatever became of them; and what they were worth. Amounts in minor units. */
  orders: z.int(),
  ordered: z.int(),
  /** Money that came in, and that was given back, in that time. */
  taken: z.int(),
  refunded: z.int(),
})
export type FigureRow = z.infer<typeof figureRowSchema>

export const dayFiguresSchema = z.object({ startsAt: time, rows: z.array(figureRowSchema) })
export type DayFigures = z.infer<typeof dayFiguresSchema>

export const todayFiguresSchema = z.object({
  /** Midnight in the shop. */
  startsAt: time,
  rows: z.array(figureRowSchema),
  /** The same weekday of last week, up to the same hour. */
  lastWeek: z.array(figureRowSchema),
  todo: z.array(
    z.object({
      storeId: id,
      toPrepare: z.int(),
      toHandOver: z.int(),
      toShip: z.int(),
      returns: z.int(),
      refundsDue: z.int(),
    }),
  ),
  /** What nobody has looked at yet. */
  notices: z.int(),
  /** Of today, most units first. */
  bestsellers: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      amount: z.int(),
      currency: z.string(),
    }),
  ),
})
export type TodayFigures = z.infer<typeof todayFiguresSchema>
/** One thing that can be sold over the counter of one store. */
export const tillItemViewSchema = z.object({
  variantId: id,
  productId: id,
  sku: z.string(),
  title: z.string(),
  variantTitle: z.string(),
  barcode: z.string().nullable(),
  price: moneySchema,
  imageUrl: z.string().nullable(),
  /** In this store: all that is there less what waits for others. */
  available: z.int(),
})
export type TillItemView = z.infer<typeof tillItemViewSchema>

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

export const settingsViewSchema = z.object({
  version: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  /** Folder on the server with the database, the pictures and the owner's config.yaml. */
  data: z.string(),
  shop: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  /** Where people reach it. `publicUrl`: the owner has said so; otherwise it is the address that was asked at. */
  addresses: z.object({ site: z.string(), rtmp: z.string(), publicUrl: z.boolean() }),
})
export type SettingsView = z.infer<typeof settingsViewSchema>

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
