import type { OrderView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { sellWords } from './sell/words.ts'
import { listed } from './store-lists.ts'

export const views = ['sell', 'orders', 'returns', 'shift'] as const
export type View = (typeof views)[number]
const keys = { sell: 'F2', orders: 'F3', returns: 'F4', shift: 'F8' } as const

type Props = {
  readonly view: View
  /** The store's open orders. */
  readonly waiting: readonly OrderView[]
  readonly storeId: string
  onView(view: View): void
}

export function Views({ view, waiting, storeId, onView }: Props) {
  const say = useWords(sellWords)
  const now = Date.now()
  const count = (['pickup', 'delivery', 'visit'] as const).reduce(
    (sum, kind) =>
      sum + listed(waiting, storeId, kind, now).filter(({ part }) => part.state !== 'shipped').length,
    0,
  )
  return (
    <nav class="tabs till-views">
      {views.map(name => (
        <button
          key={name}
          type="button"
          class="tab"
          aria-current={name === view ? 'page' : undefined}
          data-testid={`view-${name}`}
          onClick={() => onView(name)}
        >
          {say(name)} {name === 'orders' && count > 0 && <span class="tab-count">{count}</span>}
          <kbd>{keys[name]}</kbd>
        </button>
      ))}
    </nav>
  )
}
