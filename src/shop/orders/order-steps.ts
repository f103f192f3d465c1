import { type AppError, ConflictError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Permission } from '../../permissions.ts'
import type { FulfilmentKind, OrderState } from '../../wire.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import type { OrderRow } from './orders-store.ts'
import { isPaidAtHandOver } from './payment-methods.ts'

type FulfilmentState = FulfilmentRow['state']

type Step = {
  /** From which states of the order, and to which it goes once every fulfilment has come as far. */
  readonly moves: Partial<Record<OrderState, OrderState>>
  readonly kinds: readonly FulfilmentKind[]
  /** Which fulfilments it moves, and how many of those that are not cancelled; null: it is about the order alone. */
  readonly fulfilment: {
    readonly from: readonly FulfilmentState[]
    readonly to: FulfilmentState
    readonly of: 'any' | 'all' | 'not-all'
  } | null
  /**
   * `reserve`: what was only planned is reserved now. `leave`: the goods leave the store. `free`: what was reserved can
   * be bought again.
   */
  readonly goods: 'reserve' | 'leave' | 'free' | null
  readonly movement: 'hand-over' | 'ship' | 'release' | null
  /**
   * `open`: something must be left to pay. `settled`: paid, or paid when the goods are handed over. `take`: what is left is
   * taken with it. `give-back`: what was taken is given back.
   */
  readonly money: 'open' | 'settled' | 'take' | 'give-back' | null
  /** null: not by a person. */
  readonly permission: Permission | null
  readonly fact:
    | 'order.paid'
    | 'order.ready'
    | 'order.shipped'
    | 'order.collected'
    | 'order.delivered'
    | 'order.cancelled'
    | 'order.expired'
    | 'order.returned'
    | 'order.closed'
}

const everyKind = ['pickup', 'delivery', 'visit', 'counter'] as const
const inStore = ['pickup', 'visit'] as const

/** All that can happen to an order once it is placed. */
export const orderSteps = {
  pay: {
    moves: { placed: 'paid', ready: 'ready', shipped: 'shipped' },
    kinds: everyKind,
    fulfilment: null,
    goods: 'reserve',
    movement: null,
    money: 'open',
    permission: 'sales.write',
    fact: 'order.paid',
  },
  ready: {
    moves: { placed: 'ready', paid: 'ready' },
    kinds: inStore,
    fulfilment: { from: ['waiting'], to: 'ready', of: 'any' },
    goods: 'reserve',
    movement: null,
    money: 'settled',
    permission: 'orders.fulfil',
    fact: 'order.ready',
  },
  ship: {
    moves: { placed: 'shipped', paid: 'shipped' },
    kinds: ['delivery'],
    fulfilment: { from: ['waiting', 'ready'], to: 'shipped', of: 'any' },
    goods: 'leave',
    movement: 'ship',
    money: 'settled',
    permission: 'orders.fulfil',
    fact: 'order.shipped',
  },
  collect: {
    moves: { placed: 'collected', paid: 'collected', ready: 'collected' },
    kinds: inStore,
    fulfilment: { from: ['waiting', 'ready'], to: 'collected', of: 'any' },
    goods: 'leave',
    movement: 'hand-over',
    money: 'take',
    permission: 'orders.fulfil',
    fact: 'order.collected',
  },
  // One parcel may arrive while another of the same order still waits in its store.
  deliver: {
    moves: { placed: 'delivered', paid: 'delivered', shipped: 'delivered' },
    kinds: ['delivery'],
    fulfilment: { from: ['shipped'], to: 'delivered', of: 'any' },
    goods: null,
    movement: null,
    money: 'take',
    permission: 'orders.fulfil',
    fact: 'order.delivered',
  },
  cancel: {
    moves: { placed: 'cancelled', paid: 'cancelled', ready: 'cancelled' },
    kinds: ['pickup', 'delivery', 'visit'],
    fulfilment: { from: ['waiting', 'ready'], to: 'cancelled', of: 'all' },
    goods: 'free',
    movement: 'release',
    money: 'give-back',
    permission: 'orders.cancel',
    fact: 'order.cancelled',
  },
  // Of an order that comes from several stores: see src/shop/orders/cancel-order.ts, which gives the money back.
  'cancel-part': {
    moves: { placed: 'placed', paid: 'paid' },
    kinds: ['delivery'],
    fulfilment: { from: ['waiting', 'ready'], to: 'cancelled', of: 'not-all' },
    goods: 'free',
    movement: 'release',
    money: null,
    permission: 'orders.cancel',
    fact: 'order.cancelled',
  },
  expire: {
    moves: { placed: 'expired', ready: 'expired' },
    kinds: ['pickup', 'delivery', 'visit'],
    fulfilment: { from: ['waiting', 'ready'], to: 'cancelled', of: 'all' },
    goods: 'free',
    movement: 'release',
    money: 'give-back',
    permission: null,
    fact: 'order.expired',
  },
  // Paid after the hold was over, and the goods are still there: see src/shop/payments/capture.ts.
  reacquire: {
    moves: { expired: 'paid' },
    kinds: ['pickup', 'delivery', 'visit'],
    fulfilment: null,
    goods: 'reserve',
    movement: null,
    money: null,
    permission: null,
    fact: 'order.paid',
  },
  // The goods and the money of a return are its own document's: see src/shop/returns.
  return: {
    moves: {
      collected: 'part-returned',
      delivered: 'part-returned',
      'part-returned': 'part-returned',
      // After the days that the law gives too, when a merchant wants to.
      closed: 'part-returned',
    },
    kinds: everyKind,
    fulfilment: null,
    goods: null,
    movement: null,
    money: null,
    permission: 'returns.write',
    fact: 'order.returned',
  },
  'return-all': {
    moves: {
      collected: 'returned',
      delivered: 'returned',
      'part-returned': 'returned',
      closed: 'returned',
    },
    kinds: everyKind,
    fulfilment: null,
    goods: null,
    movement: null,
    money: null,
    permission: 'returns.write',
    fact: 'order.returned',
  },
  close: {
    moves: { collected: 'closed', delivered: 'closed', 'part-returned': 'closed' },
    kinds: everyKind,
    fulfilment: null,
    goods: null,
    movement: null,
    money: null,
    permission: null,
    fact: 'order.closed',
  },
} as const satisfies Record<string, Step>

export type StepName = keyof typeof orderSteps

export function stepOf(name: StepName): Step {
  return orderSteps[name]
}

/** Why an order cannot take a step, or null if it can. `fulfilments`: all of the order's. */
export function refusalOf(
  name: StepName,
  order: OrderRow,
  fulfilments: readonly FulfilmentRow[],
): AppError | null {
  const step = stepOf(name)
  if (step.moves[order.state] === undefined) return settled(order, fulfilments)
  if (!step.kinds.includes(order.kind)) {
    const wanted = step.kinds.join('-or-').replace('pickup-or-visit', 'pickup')
    return new ConflictError(`not-a-${wanted}`, `Order ${order.number} is a ${order.kind} order.`)
  }
  const open = fulfilments.filter(({ state }) => state !== 'cancelled')
  const { fulfilment } = step
  if (fulfilment !== null) {
    const movable = open.filter(({ state }) => fulfilment.from.includes(state))
    const enough = { any: true, all: movable.length === open.length, 'not-all': open.length > 1 }
    if (movable.length === 0 || !enough[fulfilment.of]) return settled(order, fulfilments)
  }
  return moneyRefusal(step, order)
}

function moneyRefusal(step: Step, order: OrderRow): AppError | null {
  const due = order.total - order.captured
  if (step.money === 'open' && due <= 0 && order.state !== 'placed') {
    return new ConflictError('already-paid', `Order ${order.number} is paid.`)
  }
  if (step.money === 'settled' && due > 0 && !isPaidAtHandOver(order.payment_method)) {
    return new ConflictError('not-paid', `Order ${order.number} is not paid yet.`, { due })
  }
  return null
}

/** What people can do with an order now, in the order of its life. */
export function possibleSteps(order: OrderRow, fulfilments: readonly FulfilmentRow[]) {
  return (
    ['pay', 'ready', 'ship', 'collect', 'deliver', 'cancel', 'cancel-part', 'return', 'close'] as const
  ).filter(name => orderSteps[name].permission !== null && refusalOf(name, order, fulfilments) === null)
}

const ranks: Readonly<Record<FulfilmentState, number>> = {
  waiting: 0,
  ready: 1,
  shipped: 2,
  collected: 3,
  delivered: 3,
  cancelled: 4,
}

/** Of a split order: whether each of its parts has come at least so far. */
export function haveAllReached(fulfilments: readonly FulfilmentRow[], state: FulfilmentState): boolean {
  return fulfilments.every(fulfilment => ranks[fulfilment.state] >= ranks[state])
}

function settled(order: OrderRow, fulfilments: readonly FulfilmentRow[]): AppError {
  const times = fulfilments.flatMap(({ shipped_at, done_at }) => done_at ?? shipped_at ?? [])
  const at = order.done_at ?? order.closed_at ?? (times.length === 0 ? null : Math.max(...times))
  const iso = at === null ? null : isoTime(at)
  const state = order.state === 'placed' || order.state === 'paid' ? partState(fulfilments) : order.state
  const member = { number: order.number, [`${state}At`]: iso }
  const since = iso === null ? '' : ` since ${iso}`
  switch (state) {
    case 'collected':
    case 'shipped':
    case 'delivered':
      return new ConflictError(
        `already-${state}`,
        `Order ${order.number} was ${state}${iso === null ? '' : ` at ${iso}`}.`,
        member,
      )
    default:
      return new ConflictError(`order-${state}`, `Order ${order.number} is ${state}${since}.`, member)
  }
}

/** What keeps an order that is open by its own state from a step: the part of it that has gone furthest. */
function partState(fulfilments: readonly FulfilmentRow[]): FulfilmentState | 'placed' {
  const states = fulfilments.map(({ state }) => state).filter(state => state !== 'cancelled')
  return states.toSorted((a, b) => ranks[b] - ranks[a])[0] ?? 'placed'
}
