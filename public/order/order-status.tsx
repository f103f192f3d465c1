import type { OrderView } from '../../src/wire.ts'
import {
  AlertIcon,
  CheckIcon,
  ClockIcon,
  PackageIcon,
  ReturnIcon,
  StoreIcon,
  TruckIcon,
} from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { statusOf, statusTextKey, toneOf } from './order-facts.ts'
import { statusWords } from './status-words.ts'
import { words } from './words.ts'

const icons = {
  toPay: StoreIcon,
  toCollect: StoreIcon,
  ready: StoreIcon,
  toVisit: ClockIcon,
  toShip: PackageIcon,
  shipped: TruckIcon,
  delivered: CheckIcon,
  collected: CheckIcon,
  bought: CheckIcon,
  closed: CheckIcon,
  cancelled: AlertIcon,
  expired: AlertIcon,
  'part-returned': ReturnIcon,
  returned: ReturnIcon,
}

export function OrderStatus({ order }: { order: OrderView }) {
  const say = useWords(words)
  const sayStatus = useWords(statusWords)
  const key = statusOf(order)
  const StateIcon = icons[key]
  return (
    <div
      class="status"
      role="status"
      data-testid="order-state"
      data-state={order.state}
      data-tone={toneOf(key)}
    >
      <span class="status-icon">
        <StateIcon />
      </span>
      <div>
        <h1 class="status-title">{sayStatus(key)}</h1>
        <p class="status-text">{sayStatus(statusTextKey(order))}</p>
      </div>
      <p class="status-number" data-testid="order-number">
        {say('order', { number: order.number })}
      </p>
    </div>
  )
}
