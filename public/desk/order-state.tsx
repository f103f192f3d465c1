import type { OrderView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { deskWords } from './words.ts'

/** The order's state as a badge: words, not colour alone. */
export function OrderState({ order }: { order: Pick<OrderView, 'state' | 'fulfilment'> }) {
  const say = useWords(deskWords)
  const toShip = order.state === 'placed' && order.fulfilment.kind === 'delivery'
  return <span class={`badge badge-${order.state}`}>{say(toShip ? 'toShip' : order.state)}</span>
}
