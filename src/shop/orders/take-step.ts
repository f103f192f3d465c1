import { NotFoundError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { lockGoods, moveGoods } from '../fulfilment/move-goods.ts'
import { freeSlots } from '../fulfilment/visits.ts'
import { type NewTender, type PayBy, payOrder } from '../payments/pay-order.ts'
import { refund } from '../payments/refund.ts'
import { refundPlan } from '../payments/refund-plan.ts'
import { haveAllReached, refusalOf, type StepName, stepOf } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'
import { orderPayment } from './payment-methods.ts'
import { soldOut } from './shortage.ts'

export type StepBy = {
  readonly author: Author | null
  /** Epoch milliseconds. */
  readonly now: number
  /** Which parts of the order; left out: all that can take the step. */
  readonly only?: (fulfilment: FulfilmentRow) => boolean
  readonly carrier?: string | null
  readonly trackingNumber?: string | null
  /** How what is left to pay is paid, for steps that take it; empty: as the order says. */
  readonly tenders?: readonly NewTender[]
  readonly storeId?: string | null
  readonly shiftId?: string | null
  /** For people to read. */
  readonly reason?: string
}

const dayMs = 86_400_000

/**
 * Does one of `orderSteps` with an order, its goods and its money. The order is locked, and each change asks again for
 * the state that it goes from: of two that want to at the same moment one gets through, and the other is told what
 * happened.
 * @throws AppError that says why not.
 */
export async function takeStep(
  records: Records,
  announce: Announce,
  orderId: string,
  name: StepName,
  by: StepBy,
): Promise<OrderRow> {
  const step = stepOf(name)
  const order = await lockOrder(records, orderId)
  const fulfilments = await records.fulfilments.ofOrders([orderId])
  const refusal = refusalOf(name, order, fulfilments)
  if (refusal !== null) throw refusal
  const parts = chosenParts(step.fulfilment?.from ?? [], fulfilments, by)
  if (step.money === 'take' && step.goods !== null) await lockBoth(records, parts, by)
  const current = await moveMoney(records, announce, order, step.money, by)
  await moveParts(records, announce, parts, name, by)
  if (step.fulfilment !== null) {
    const now = await records.fulfilments.ofOrders([orderId])
    if (!haveAllReached(now, step.fulfilment.to)) {
      await writeDown(records, order, current, name, parts, by)
      return current
    }
  }
  const moved = await moveOrder(records, current, name, by)
  await writeDown(records, order, moved, name, parts, by)
  announce(step.fact, { orderId, number: order.number, roomSlug: order.room_slug, at: by.now })
  return moved
}

export async function lockOrder(records: Records, id: string): Promise<OrderRow> {
  const order = await records.orders.lock(id)
  if (order === undefined) throw new NotFoundError('The order')
  return order
}

function chosenParts(
  from: readonly FulfilmentRow['state'][],
  fulfilments: readonly FulfilmentRow[],
  { only }: StepBy,
): FulfilmentRow[] {
  const parts = fulfilments.filter(({ state }) => from.includes(state))
  if (only === undefined) return parts
  const chosen = parts.filter(only)
  if (parts.length > 0 && chosen.length === 0) throw new NotFoundError('That part of the order')
  return chosen
}

/** Money comes first and goods follow, but their levels are locked before what money locks, as by everybody who sells. */
async function lockBoth(records: Records, parts: readonly FulfilmentRow[], by: StepBy): Promise<void> {
  if (by.shiftId) await records.till.lock(by.shiftId)
  await lockGoods(records, await allocationsOf(records, parts))
}

async function allocationsOf(records: Records, parts: readonly FulfilmentRow[]) {
  const orderIds = [...new Set(parts.map(({ order_id }) => order_id))]
  return (await records.fulfilments.allocations(orderIds)).filter(({ fulfilment_id }) =>
    parts.some(({ id }) => id === fulfilment_id),
  )
}

async function moveMoney(
  records: Records,
  announce: Announce,
  order: OrderRow,
  money: ReturnType<typeof stepOf>['money'],
  by: StepBy,
): Promise<OrderRow> {
  if (money === 'take') return takeRest(records, announce, order, by)
  if (money === 'give-back') await giveBack(records, announce, order, by)
  return order
}

/** Takes what is left to pay: what was said, and the rest as the order says that it will be paid. */
async function takeRest(
  records: Records,
  announce: Announce,
  order: OrderRow,
  by: StepBy,
): Promise<OrderRow> {
  const payBy: PayBy = {
    author: by.author,
    now: by.now,
    storeId: by.storeId ?? null,
    shiftId: by.shiftId ?? null,
  }
  let current = order
  for (const tender of by.tenders ?? []) {
    current = await payOrder(records, announce, current, tender, payBy)
  }
  if (current.captured >= current.total) return current
  const { tender: method } = orderPayment(order.payment_method) ?? { tender: 'other' as const }
  return payOrder(records, announce, current, { method }, payBy)
}

/** All that was taken and not given back yet. */
async function giveBack(records: Records, announce: Announce, order: OrderRow, by: StepBy): Promise<void> {
  const amount = order.captured - order.refunded
  if (amount === 0) return
  const plan = refundPlan(await records.payments.tenders([order.id]), amount)
  if (plan === null) throw new Error(`what order ${order.id} was paid with is not what it captured`)
  await refund(records, announce, order.id, plan, { ...by, reason: by.reason ?? 'order cancelled' })
}

async function moveParts(
  records: Records,
  announce: Announce,
  parts: readonly FulfilmentRow[],
  name: StepName,
  by: StepBy,
): Promise<void> {
  const { fulfilment, goods, movement } = stepOf(name)
  if (fulfilment === null) return
  for (const part of parts) {
    const moved = await records.fulfilments.move(part.id, fulfilment.from, {
      state: fulfilment.to,
      ...stamps(fulfilment.to, by),
    })
    if (moved === undefined) throw new Error(`fulfilment ${part.id} was moved by someone else`)
  }
  const [part] = parts
  if (part === undefined || goods === null) return
  const ofParts = () => allocationsOf(records, parts)
  if (goods === 'free') await freeSlots(records, parts)
  const mover = { staffId: by.author?.id ?? null, now: by.now }
  if (goods !== 'free') {
    const short = await moveGoods(records, announce, await ofParts(), 'reserve', mover)
    if (short.length > 0) throw await soldOut(records, short)
  }
  if (movement !== null) {
    const short = await moveGoods(records, announce, await ofParts(), movement, mover)
    if (short.length > 0) throw new Error(`what order ${part.order_id} reserved is not there`)
  }
  if (goods === 'free') {
    const planned = (await ofParts()).filter(({ state }) => state === 'planned')
    await records.fulfilments.moveAllocations(planned, 'planned', 'released')
  }
}

function stamps(to: FulfilmentRow['state'], by: StepBy): Partial<FulfilmentRow> {
  switch (to) {
    case 'ready':
      return { ready_at: by.now }
    case 'shipped':
      return {
        shipped_at: by.now,
        carrier: by.carrier ?? null,
        tracking_number: by.trackingNumber ?? null,
      }
    case 'collected':
    case 'delivered':
      return { done_at: by.now, done_by: by.author?.id ?? null }
    default:
      return {}
  }
}

/** The order's own part of a step; its goods and money are the caller's. */
export async function moveOrder(
  records: Records,
  order: OrderRow,
  name: StepName,
  by: Pick<StepBy, 'now'>,
): Promise<OrderRow> {
  const to = stepOf(name).moves[order.state]
  if (to === undefined) throw new Error(`order ${order.id} cannot ${name} from ${order.state}`)
  const done = to === 'collected' || to === 'delivered'
  const lines = done ? await records.orders.lines([order.id]) : []
  const returnDays = Math.max(0, ...lines.map(({ return_days }) => return_days ?? 0))
  const moved = await records.orders.move(order.id, order.state, {
    state: to,
    ...(done && { done_at: by.now, returnable_until: by.now + returnDays * dayMs, hold_expires_at: null }),
    closed_at: to === 'cancelled' || to === 'expired' || to === 'closed' ? by.now : null,
  })
  if (moved === undefined) throw new Error(`order ${order.id} was moved by someone else`)
  return moved
}

/** For the order's timeline, and for the books on what the staff did. */
async function writeDown(
  records: Records,
  before: OrderRow,
  after: OrderRow,
  name: StepName,
  parts: readonly FulfilmentRow[],
  by: StepBy,
): Promise<void> {
  const data = eventData(parts, by)
  await records.orders.addEvent(before.id, name, by, data)
  await records.audit.record({
    at: by.now,
    actor: by.author,
    action: `order.${name}`,
    subject: { kind: 'order', id: before.id },
    storeId: by.storeId ?? parts[0]?.store_id ?? null,
    before: { state: before.state },
    after: { state: after.state, step: name, ...data },
  })
}

function eventData(parts: readonly FulfilmentRow[], by: StepBy): Readonly<Record<string, unknown>> {
  const { carrier, trackingNumber, reason } = by
  return {
    ...(parts.length > 0 && { stores: parts.map(({ store_id }) => store_id) }),
    ...(carrier && { carrier }),
    ...(trackingNumber && { trackingNumber }),
    ...(reason !== undefined && { reason }),
  }
}
