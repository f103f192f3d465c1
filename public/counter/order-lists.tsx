import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import type { Loading } from '../desk/use-resource.ts'
import { StoreIcon, TruckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { matches } from './find.ts'
import { ShipRow, WaitingRow } from './order-rows.tsx'
import { ShipSheet } from './ship-sheet.tsx'
import { counterWords } from './words.ts'

type Props = {
  readonly orders: Loading<readonly OrderView[]>
  onOpen(order: OrderView): void
  onCode(code: string): void
  say(text: string): void
}

/** Who has not come yet, and what has not been sent yet. */
export function OrderLists({ orders, onOpen, onCode, say: show }: Props) {
  const say = useWords(counterWords)
  const [tab, setTab] = useState<'pickup' | 'delivery'>('pickup')
  const [words, setWords] = useState('')
  const [shipping, setShipping] = useState<OrderView | null>(null)
  const known = orders.resource.state === 'ready' ? orders.resource.value : []
  const count = (kind: typeof tab) => known.filter(order => order.fulfilment.kind === kind).length
  const found = known.filter(order => order.fulfilment.kind === tab && matches(order, words))

  return (
    <section class="till-lists">
      <div class="tabs" role="tablist">
        {(['pickup', 'delivery'] as const).map(kind => (
          <button
            key={kind}
            type="button"
            role="tab"
            class="tab"
            aria-selected={tab === kind}
            onClick={() => setTab(kind)}
          >
            {say(kind === 'pickup' ? 'waiting' : 'toShip')} <span class="tab-count">{count(kind)}</span>
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
                {found.map(order =>
                  tab === 'pickup' ? (
                    <WaitingRow key={order.id} order={order} onOpen={() => onOpen(order)} />
                  ) : (
                    <ShipRow key={order.id} order={order} onShip={() => setShipping(order)} />
                  ),
                )}
              </ul>
            )
          if (words.trim() !== '') return <EmptyState title={say('noMatch')} text={say('noMatchText')} />
          return tab === 'pickup' ? (
            <EmptyState icon={<StoreIcon />} title={say('waitingEmpty')} text={say('waitingEmptyText')} />
          ) : (
            <EmptyState icon={<TruckIcon />} title={say('shipEmpty')} text={say('shipEmptyText')} />
          )
        }}
      </Loaded>
      {shipping && (
        <ShipSheet
          order={shipping}
          onClose={() => setShipping(null)}
          onShipped={() => {
            show(say('shippedToast', { number: shipping.number }))
            setShipping(null)
            orders.reload()
          }}
        />
      )}
    </section>
  )
}
