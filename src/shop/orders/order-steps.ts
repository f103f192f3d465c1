import { type AppError, ConflictError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { OrderState } from '../../wire.ts'
import type { OrderRow } from './orders-store.ts'

type Step = {
  readonly from: OrderState
  readonly to: OrderState
  readonly kinds: readonly OrderRow['kind'][]
  /** Whether the reserved goods leave the store, or can be bought again. */
  readonly goods: 'leave' | 'return'
  readonly movement: 'hand-over' | 'ship' | 'release'
  readonly fact: 'order.collected' | 'order.shipped' | 'order.cancelled' | 'order.expired'
}

/** All that can happen to an order once it is placed. */
export const orderSteps = {
  collect: {
    from: 'placed',
    to: 'collected',
    kinds: ['pickup'],
    goods: 'leave',
    movement: 'hand-over',
    fact: 'order.collected',
  },
  ship: {
    from: 'placed',
    to: 'shipped',
    kinds: ['delivery'],
    goods: 'leave',
    movement: 'ship',
    fact: 'order.shipped',
  },
  cancel: {
    from: 'placed',
    to: 'cancelled',
    kinds: ['pickup', 'delivery'],
    goods: 'return',
    movement: 'release',
    fact: 'order.cancelled',
  },
  expire: {
    from: 'placed',
    to: 'expired',
    kinds: ['pickup'],
    goods: 'return',
    movement: 'release',
    fact: 'order.expired',
  },
} as const satisfies Record<string, Step>

export type StepName = keyof typeof orderSteps

/** Why an order cannot take a step, or null if it can. */
export function refusalOf(name: StepName, order: OrderRow): AppError | null {
  const step: Step = orderSteps[name]
  if (order.state !== step.from) return settled(order)
  if (step.kinds.includes(order.kind)) return null
  return new ConflictError(
    `not-a-${step.kinds.join('-or-')}`,
    `Order ${order.number} is a ${order.kind} order.`,
  )
}

function settled(order: OrderRow): AppError {
  const at = order.closed_at === null ? null : isoTime(order.closed_at)
  const since = at === null ? '' : ` since ${at}`
  const member = { number: order.number, [`${order.state}At`]: at }
  switch (order.state) {
    case 'collected':
      return new ConflictError('already-collected', `Order ${order.number} was collected at ${at}.`, member)
    case 'shipped':
      return new ConflictError('already-shipped', `Order ${order.number} was shipped at ${at}.`, member)
    default:
      return new ConflictError(
        `order-${order.state}`,
        `Order ${order.number} is ${order.state}${since}.`,
        member,
      )
  }
}
