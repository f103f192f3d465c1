import { useState } from 'preact/hooks'
import type { StockRowView, StoreView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { Button } from '../../shared/button.tsx'
import { PackageIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { SearchField, Tools } from '../section.tsx'
import { LevelTable } from './level-table.tsx'
import { StockSheet } from './stock-sheet.tsx'
import { useLevels } from './use-levels.ts'
import { stockWords } from './words.ts'

const sorts = { sku: 'bySku', least: 'byLeast', most: 'byMost' } as const

export function Levels({ stores }: { readonly stores: readonly StoreView[] }) {
  const say = useWords(stockWords)
  const { question, ask, query, loading, more } = useLevels()
  const [open, setOpen] = useState<StockRowView | null>(null)
  const narrowed = question.storeId !== '' || question.search !== '' || question.low
  return (
    <>
      <Tools>
        <SearchField label={say('search')} value={question.search} onInput={search => ask({ search })} />
        <select
          class="field-input tools-choice"
          aria-label={say('store')}
          value={question.storeId}
          onChange={event => ask({ storeId: event.currentTarget.value })}
        >
          <option value="">{say('allStores')}</option>
          {stores.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          class="field-input tools-choice"
          aria-label={say('sort')}
          value={question.sort}
          onChange={event => {
            const sort = (['sku', 'least', 'most'] as const).find(name => name === event.currentTarget.value)
            if (sort) ask({ sort })
          }}
        >
          {(['sku', 'least', 'most'] as const).map(name => (
            <option key={name} value={name}>
              {say(sorts[name])}
            </option>
          ))}
        </select>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-checked={question.low}
            checked={question.low}
            onChange={event => ask({ low: event.currentTarget.checked })}
          />
          {say('lowOnly')}
        </label>
        <a class="button button-secondary" href={`/api/v1/stock/levels.csv?${query}`} download>
          {say('export')}
        </a>
      </Tools>
      <Loaded loading={loading}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<PackageIcon />}
              title={say(narrowed ? 'noMatch' : 'empty')}
              text={say(narrowed ? 'noMatchText' : 'emptyText')}
            />
          ) : (
            <>
              <LevelTable rows={items} stores={stores} onOpen={setOpen} />
              {next !== null && (
                <Button class="more" onClick={() => more(next)}>
                  {say('more')}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
      {open && (
        <StockSheet
          title={[open.title, open.variantTitle].filter(Boolean).join(' · ')}
          variantId={open.variantId}
          threshold={open}
          onClose={() => setOpen(null)}
          onChange={loading.reload}
        />
      )}
    </>
  )
}
