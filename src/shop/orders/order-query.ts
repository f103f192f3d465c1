import { z } from 'zod'
import { idField, text } from '../../fields.ts'
import { channelSchema, fulfilmentKindSchema, orderStateSchema, slugSchema } from '../../wire.ts'
import type { OrderFilter } from './order-list-store.ts'
import { orderTodos } from './todo-store.ts'

const timeField = z.iso.datetime({ offset: true }).transform(time => Date.parse(time))

/** The query members of a list of orders. */
export const orderQuery = {
  /** One state, or several with commas between. */
  state: z
    .string()
    .max(120)
    .transform(states => states.split(','))
    .pipe(z.array(orderStateSchema).min(1))
    .optional(),
  storeId: idField.optional(),
  roomSlug: slugSchema.optional(),
  channel: channelSchema.optional(),
  kind: fulfilmentKindSchema.optional(),
  /** What waits to be done with it: put goods aside, hand them over, send them, or give money back. */
  todo: z.enum(orderTodos).optional(),
  q: text(1, 80).optional(),
  from: timeField.optional(),
  to: timeField.optional(),
}

export function readOrderFilter({ state, ...rest }: z.output<z.ZodObject<typeof orderQuery>>): OrderFilter {
  const { storeId, roomSlug, channel, kind, todo, q, from, to } = rest
  return { states: state, storeId, roomSlug, channel, kind, todo, q, from, to }
}
