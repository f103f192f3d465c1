import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { DeliverForm } from '../desk/deliver-form.tsx'
import { isPaidAtDoor } from '../desk/door-cash.tsx'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import type { Loading } from '../desk/use-resource.ts'
import { deskWords } from '../desk/words.ts'
import { ClockIcon, StoreIcon, TruckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { EmptyState } from '../shared/states.tsx'
import { matches } from './find.ts'
import { ShipRow, WaitingRow } from './order-rows.tsx'
import { ShipSheet } from './ship-sheet.tsx'
import { type Listed, type ListKind, listed } from './store-lists.ts'
import { counterWords } from './words.ts'

type Props = {
  readonly storeId: string
  readonly orders: Loading<readonly OrderView[]>
  onOpen(order: OrderView): void
  onCode(code: string): void
  say(text: string, kind?: 'bad'): void
}

const tabs = { pickup: 'waiting', delivery: 'toShip', visit: 'visits' } as const
const empty = {
  pickup: { icon: <StoreIcon />, title: 'waitingEmpty', text: 'waitingEmptyText' },
  delivery: { icon: <TruckIcon />, title: 'shipEmpty', text: 'shipEmptyText' },
  visit: { icon: <ClockIcon />, title: 'visitsEmpty', text: 'visitsEmptyText' },
} as const

/** Who has not come yet, what has not been sent yet, and who comes today. */
export function OrderLists({ storeId, orders, onOpen, onCode, say: show }: Props) {
  const say = useWords(counterWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const sayProblem = useProblemText()
  const [tab, setTab] = useState<ListKind>('pickup')
  const [words, setWords] = useState('')
  const [shipping, setShipping] = useState<Listed | null>(null)
  const [arrived, setArrived] = useState<Listed | null>(null)
  const known = orders.resource.state === 'ready' ? orders.resource.value : []
  const found = listed(known, storeId, tab, Date.now()).filter(({ order }) => matches(order, words))

  const step = async (path: string, { order, part }: Listed, done: string, more: object = {}) => {
    try {
      const body = { fulfilmentId: part.id, ...more }
      await call('POST', `/api/v1/orders/${encodeURIComponent(order.id)}/${path}`, { body })
      show(done)
      orders.reload()
    } catch (error) {
      show(sayProblem(error), 'bad')
    }
  }

  const delivered = (one: Listed, more?: object) => {
    setArrived(null)
    void step('deliveries', one, say('deliveredToast', { number: one.order.number }), more)
  }

  return (
    <section class="till-lists">
      <div class="tabs" role="tablist">
        {(['pickup', 'delivery', 'visit'] as const).map(kind => (
          <button
            key={kind}
            type="button"
            role="tab"
            class="tab"
            aria-selected={tab === kind}
            data-testid={`list-${kind}`}
            onClick={() => setTab(kind)}
          >
            {say(tabs[kind])} <span class="tab-count">{listed(known, storeId, kind, Date.now()).length}</span>
          </button>
        ))}
      </div>
      <form
        onSubmit={event => {
          event.preventDefault()
          // A scan that landed here: what matches no name or number is a code.
          if (found.length > 0 || words.trim() === '') return
          onCode(words.trim())
          setWords('')
        }}
      >
        <input
          class="field-input"
          type="search"
          placeholder={say('search')}
          aria-label={say('search')}
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
      </form>
      <Loaded loading={orders}>
        {() => {
          if (found.length > 0)
            return (
              <ul class="rows card">
                {found.map(({ order, part }) =>
                  tab === 'delivery' ? (
                    <ShipRow
                      key={part.id}
                      order={order}
                      part={part}
                      onShip={() => setShipping({ order, part })}
                      onDelivered={() =>
                        isPaidAtDoor(order) ? setArrived({ order, part }) : delivered({ order, part })
                      }
                    />
                  ) : (
                    <WaitingRow
                      key={part.id}
                      order={order}
                      part={part}
                      onOpen={() => onOpen(order)}
                      onReady={() =>
                        void step('ready', { order, part }, say('readyToast', { number: order.number }))
                      }
                    />
                  ),
                )}
              </ul>
            )
          if (words.trim() !== '') return <EmptyState title={say('noMatch')} text={say('noMatchText')} />
          const { icon, title, text } = empty[tab]
          return <EmptyState icon={icon} title={say(title)} text={say(text)} />
        }}
      </Loaded>
      {shipping && (
        <ShipSheet
          order={shipping.order}
          part={shipping.part}
          onClose={() => setShipping(null)}
          onShipped={() => {
            show(say('shippedToast', { number: shipping.order.number }))
            setShipping(null)
            orders.reload()
          }}
        />
      )}
      {arrived && (
        <Sheet
          small
          title={say('order', { number: arrived.order.number })}
          closeLabel={sayDesk('close')}
          onClose={() => setArrived(null)}
        >
          <DeliverForm
            order={arrived.order}
            storeId={storeId}
            label={say('markDelivered')}
            cancelLabel={sayDesk('cancel')}
            busy={false}
            onClose={() => setArrived(null)}
            onDelivered={body => delivered(arrived, body)}
          />
        </Sheet>
      )}
    </section>
  )
}
