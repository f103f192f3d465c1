import { useState } from 'preact/hooks'
import type { FulfilmentView, OrderView } from '../../../src/wire.ts'
import { DeliverForm } from '../../desk/deliver-form.tsx'
import { isPaidAtDoor } from '../../desk/door-cash.tsx'
import { useCall, useMay, useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { CancelPart } from './cancel-part.tsx'
import { RefusedForm } from './refused-form.tsx'
import { ShipForm } from './ship-form.tsx'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = { readonly order: OrderView; readonly open: OpenOrder }

/** What each store gives to the order, and the next step with it. */
export function OrderParts({ order, open }: Props) {
  const say = useWords(orderWords)
  return (
    <section class="order-section" aria-label={say('parts')}>
      <h3 class="order-heading">{say('parts')}</h3>
      <ul class="order-rows">
        {order.fulfilments.map(part => (
          <Part key={part.id} part={part} order={order} open={open} />
        ))}
      </ul>
    </section>
  )
}

function Part({ part, order, open }: Props & { readonly part: FulfilmentView }) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const at = part.doneAt ?? part.shippedAt ?? part.readyAt
  const state = part.state === 'waiting' && part.kind === 'delivery' ? 'waitingShip' : part.state
  const parcel = [part.carrier, part.trackingNumber].filter(Boolean).join(' ')
  const items = part.lines.map(({ variantId, quantity }) => {
    const line = order.lines.find(line => line.variantId === variantId)
    return `${quantity} × ${line?.title ?? variantId}`
  })
  return (
    <li>
      <span class="order-who">
        <span>
          {part.store.name} · {say(part.kind === 'counter' ? 'counterWay' : part.kind)}
        </span>
        <span class="quiet small">
          {say(state)}
          {at !== null && ` · ${timeText(at, language)}`}
          {part.slot !== null && ` · ${timeText(part.slot.startsAt, language)}`}
        </span>
        {parcel !== '' && (
          <span class="small">
            {say('parcel')}: <span class="mono">{parcel}</span>
          </span>
        )}
        {order.fulfilments.length > 1 && <span class="quiet small">{items.join(', ')}</span>}
      </span>
      <Steps part={part} order={order} open={open} />
    </li>
  )
}

function Steps({ part, order, open }: Props & { readonly part: FulfilmentView }) {
  const say = useWords(orderWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const may = useMay()
  const { storeId } = useStaff()
  const [doing, setDoing] = useState<'ship' | 'deliver' | 'refuse' | 'cancel' | null>(null)
  if (!may('orders.fulfil') || (storeId !== null && storeId !== part.store.id)) return null
  const can = (step: OrderView['steps'][number]) => order.steps.includes(step)
  const path = `/api/v1/orders/${encodeURIComponent(order.id)}`
  const move = (step: string, body: object = {}) =>
    open.act(() => call('POST', `${path}/${step}`, { body: { fulfilmentId: part.id, ...body } }))
  const waits = part.state === 'waiting' || part.state === 'ready'
  if (doing === 'refuse') {
    return (
      <RefusedForm
        part={part}
        order={order}
        busy={open.busy}
        onClose={() => setDoing(null)}
        onRefused={async body => {
          if (await move('deliveries', body)) setDoing(null)
        }}
      />
    )
  }
  if (doing === 'deliver') {
    return (
      <DeliverForm
        order={order}
        storeId={part.store.id}
        label={say('markDelivered')}
        cancelLabel={sayDesk('cancel')}
        busy={open.busy}
        onClose={() => setDoing(null)}
        onDelivered={async body => {
          if (await move('deliveries', body)) setDoing(null)
        }}
      />
    )
  }
  if (doing === 'ship') {
    return (
      <ShipForm
        busy={open.busy}
        onShip={async parcel => {
          if (await move('shipments', parcel)) setDoing(null)
        }}
      />
    )
  }
  return (
    <span class="order-steps">
      {part.state === 'waiting' && can('ready') && (
        <Button busy={open.busy} onClick={() => move('ready')} data-testid="set-ready">
          {say('setReady')}
        </Button>
      )}
      {waits && can('ship') && (
        <Button kind="primary" onClick={() => setDoing('ship')} data-testid="ship">
          {say('markShipped')}
        </Button>
      )}
      {part.state === 'shipped' && can('deliver') && (
        <>
          <Button
            busy={open.busy}
            onClick={() => (isPaidAtDoor(order) ? setDoing('deliver') : move('deliveries'))}
            data-testid="deliver"
          >
            {say('markDelivered')}
          </Button>
          <Button kind="quiet" onClick={() => setDoing('refuse')} data-testid="part-refused">
            {say('partRefused')}
          </Button>
        </>
      )}
      {waits && can('cancel-part') && may('orders.cancel') && (
        <Button kind="quiet" onClick={() => setDoing('cancel')} data-testid="cancel-part">
          {say('cancelPart')}
        </Button>
      )}
      {doing === 'cancel' && (
        <CancelPart part={part} order={order} open={open} onClose={() => setDoing(null)} />
      )}
      {waits && can('collect') && (
        <a class="button button-secondary" href="/counter">
          {say('toCounter')}
        </a>
      )}
    </span>
  )
}
