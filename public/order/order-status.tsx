import type { OrderView } from '../../src/wire.ts'
import { AlertIcon, CheckIcon, PackageIcon, StoreIcon, TruckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { words } from './words.ts'

const icons = {
  toCollect: StoreIcon,
  toShip: PackageIcon,
  shipped: TruckIcon,
  collected: CheckIcon,
  paid: CheckIcon,
  ready: StoreIcon,
  delivered: CheckIcon,
  closed: CheckIcon,
  'part-returned': PackageIcon,
  returned: PackageIcon,
  cancelled: AlertIcon,
  expired: AlertIcon,
}

export function OrderStatus({ order }: { order: OrderView }) {
  const say = useWords(words)
  const key =
    order.state !== 'placed' ? order.state : order.fulfilment.kind === 'delivery' ? 'toShip' : 'toCollect'
  const StateIcon = icons[key]
  return (
    <div class="status" role="status" data-testid="order-state" data-state={order.state}>
      <span class="status-icon">
        <StateIcon />
      </span>
      <div>
        <h1 class="status-title">{say(key)}</h1>
        <p class="status-text">{say(`${key}Text`)}</p>
      </div>
      <p class="status-number" data-testid="order-number">
        {say('order', { number: order.number })}
      </p>
    </div>
  )
}
