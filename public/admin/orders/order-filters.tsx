import { useEffect, useState } from 'preact/hooks'
import type { StoreView } from '../../../src/wire.ts'
import { useSettled } from '../../desk/use-settled.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { Chips } from '../list/chips.tsx'
import { Choice, DayField, StoreChoice } from '../list/filter-fields.tsx'
import { listWords } from '../list/words.ts'
import { SearchField, Tools } from '../section.tsx'
import { channels, filtersOn, orderQuery, panelNames, states, todos, ways } from './order-filter.ts'
import { orderWords } from './words.ts'

type Props = {
  readonly address: URLSearchParams
  readonly stores: readonly StoreView[]
  onChange(changes: Readonly<Record<string, string>>): void
}

export function OrderFilters({ address, stores, onChange }: Props) {
  const say = useWords(orderWords)
  const sayList = useWords(listWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const of = (name: string) => address.get(name) ?? ''
  const [typed, setTyped] = useState(of('q'))
  const q = useSettled(typed.trim())
  useEffect(() => onChange({ q }), [q, onChange])
  const on = filtersOn(address)
  const query = orderQuery(address)
  query.set('language', language)
  return (
    <search class="order-filters">
      <Tools>
        <SearchField label={say('search')} value={typed} onInput={setTyped} />
        <a
          class="button button-secondary"
          href={`/api/v1/orders/export?${query}`}
          download
          data-testid="export"
        >
          {sayList('export')}
        </a>
      </Tools>
      <Chips
        label={say('todo')}
        chosen={of('todo')}
        options={[['', say('all')], ...todos.map(name => [name, say(name)] as const)]}
        onChoose={todo => onChange({ todo })}
      />
      <details class="filter-panel" open={on > 0}>
        <summary data-testid="filters">
          {on > 0 ? sayList('filtersOn', { count: on }) : sayList('filters')}
        </summary>
        <div class="filter-fields">
          <Choice
            label={say('state')}
            all={say('everyState')}
            value={of('state')}
            options={states.map(name => [name, sayDesk(name)])}
            testId="filter-state"
            onChange={state => onChange({ state })}
          />
          <StoreChoice stores={stores} value={of('storeId')} onChange={storeId => onChange({ storeId })} />
          <Choice
            label={say('channel')}
            all={say('everyChannel')}
            value={of('channel')}
            options={channels.map(name => [name, say(name)])}
            onChange={channel => onChange({ channel })}
          />
          <Choice
            label={say('way')}
            all={say('everyWay')}
            value={of('kind')}
            options={ways.map(name => [name, say(name === 'counter' ? 'counterWay' : name)])}
            onChange={kind => onChange({ kind })}
          />
          <DayField label={sayList('from')} value={of('from')} onChange={from => onChange({ from })} />
          <DayField label={sayList('to')} value={of('to')} onChange={to => onChange({ to })} />
          {on > 0 && (
            <Button
              kind="quiet"
              onClick={() => onChange(Object.fromEntries(panelNames.map(name => [name, ''])))}
            >
              {sayList('clear')}
            </Button>
          )}
        </div>
      </details>
    </search>
  )
}
