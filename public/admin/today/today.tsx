import { useCallback, useState } from 'preact/hooks'
import type { StoreView, TodayFigures } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { Select } from '../../desk/select.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { BagIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { EmptyState } from '../../shared/states.tsx'
import { usePoll } from '../../shared/use-poll.ts'
import { Tools } from '../section.tsx'
import { Bestsellers } from './bestsellers.tsx'
import { ByStore } from './by-store.tsx'
import { DaysPlot } from './days-plot.tsx'
import { LowStock } from './low-stock.tsx'
import { currenciesOf } from './sums.ts'
import { Tiles } from './tiles.tsx'
import { Todo } from './todo.tsx'
import { todayWords } from './words.ts'
import './today.css'

const minute = 60_000

/** The first thing that an owner sees: how it goes, and what waits. */
export function Today() {
  const say = useWords(todayWords)
  const call = useCall()
  const { storeId: ownStore } = useStaff()
  const [storeId, setStoreId] = useState('')
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
  const query = storeId === '' ? '' : `?storeId=${storeId}`
  const figures = useResource(
    useCallback(
      (signal: AbortSignal) => call<TodayFigures>('GET', `/api/v1/figures/today${query}`, { signal }),
      [call, query],
    ),
  )
  usePoll(minute, figures.reload)
  const known = stores.resource.state === 'ready' ? stores.resource.value : []
  return (
    <>
      {ownStore === null && known.length > 1 && (
        <Tools>
          <Select
            class="field-input today-store"
            aria-label={say('store')}
            value={storeId}
            options={[['', say('allStores')], ...known.map(({ id, name }) => [id, name] as const)]}
            onChoose={setStoreId}
          />
        </Tools>
      )}
      <Loaded loading={figures}>{today => <Figures today={today} stores={known} />}</Loaded>
      <LowStock storeId={storeId} stores={known} />
      <DaysPlot storeId={storeId === '' ? null : storeId} />
    </>
  )
}

function Figures({ today, stores }: { today: TodayFigures; stores: readonly StoreView[] }) {
  const say = useWords(todayWords)
  const { currency } = useStaff()
  return (
    <div class="today" data-testid="today">
      {currenciesOf([...today.rows, ...today.lastWeek], currency).map(shown => (
        <Tiles key={shown} now={today.rows} before={today.lastWeek} currency={shown} />
      ))}
      <Todo today={today} stores={stores} />
      {today.rows.length === 0 ? (
        <EmptyState icon={<BagIcon />} title={say('quiet')} text={say('quietText')} />
      ) : (
        <ByStore rows={today.rows} stores={stores} />
      )}
      {today.bestsellers.length > 0 && <Bestsellers items={today.bestsellers} />}
    </div>
  )
}
