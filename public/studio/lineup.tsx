import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { PackageIcon, PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { LineupItem } from './lineup-item.tsx'
import { ProductSearch } from './product-search.tsx'
import { useDragOrder } from './use-drag-order.ts'
import type { LineupOf } from './use-lineup.ts'
import type { Pin } from './use-pin.ts'
import { studioWords } from './words.ts'

const undoMs = 8_000

/** `pin` is null where nothing can be put into the picture: this is not the lineup of the present show. */
export function Lineup({ lineup, pin }: { lineup: LineupOf; pin: Pin | null }) {
  const say = useWords(studioWords)
  const [searching, setSearching] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLUListElement>(null)

  const move = (id: string, to: number) => {
    const place = Math.min(Math.max(to, 0), lineup.products.length - 1)
    const title = lineup.products.find(product => product.id === id)?.title ?? ''
    setSaid(say('movedTo', { title, place: place + 1 }))
    lineup.move(id, place)
  }
  const drag = useDragOrder(
    list,
    lineup.products.map(product => product.id),
    move,
  )
  const products = drag.order.flatMap(id => lineup.products.find(product => product.id === id) ?? [])

  return (
    <>
      <header class="panel-head">
        <h2 class="panel-title">{say('lineup')}</h2>
        <Button onClick={() => setSearching(true)} data-testid="add-product">
          <PlusIcon />
          {say('addProduct')}
        </Button>
      </header>
      {lineup.removal && <Undo lineup={lineup} title={lineup.removal.product.title} />}
      {products.length === 0 ? (
        <EmptyState
          icon={<PackageIcon />}
          title={say('lineupEmpty')}
          text={say(pin ? 'lineupEmptyText' : 'otherEmptyText')}
        />
      ) : (
        <ul class="lineup" ref={list}>
          {products.map((product, place) => (
            <LineupItem
              key={product.id}
              product={product}
              place={place}
              count={products.length}
              pin={pin}
              dragged={drag.dragged === product.id}
              open={open === product.id}
              onGrip={event => drag.start(event, product.id)}
              onMove={to => move(product.id, to)}
              onOpen={() => setOpen(open === product.id ? null : product.id)}
              onRemove={() => lineup.remove(product)}
              onChange={lineup.replace}
            />
          ))}
        </ul>
      )}
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {searching && (
        <ProductSearch
          chosen={lineup.products.map(product => product.id)}
          onAdd={lineup.add}
          onClose={() => setSearching(false)}
        />
      )}
    </>
  )
}

function Undo({ lineup, title }: { lineup: LineupOf; title: string }) {
  const say = useWords(studioWords)
  const { removal, forget } = lineup
  const forgetLater = useRef(forget)
  forgetLater.current = forget
  useEffect(() => {
    if (!removal) return
    const timer = setTimeout(() => forgetLater.current(), undoMs)
    return () => clearTimeout(timer)
  }, [removal])
  return (
    <div class="undo" role="status">
      <span class="one-line">{say('removed', { title })}</span>
      <Button kind="quiet" onClick={lineup.undo}>
        {say('undo')}
      </Button>
    </div>
  )
}
