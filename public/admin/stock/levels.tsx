import { useState } from 'preact/hooks'
import type { StockRowView, StoreView } from '../../../src/wire.ts'
import { Select } from '../../desk/select.tsx'
import { useMay, useStaff } from '../../desk/session.tsx'
import { Switch } from '../../desk/switch.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { PackageIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { PagedList } from '../list/paged-list.tsx'
import { SearchField, type SectionProps, Tools } from '../section.tsx'
import { LevelTable } from './level-table.tsx'
import { StockSheet } from './stock-sheet.tsx'
import { useLevels } from './use-levels.ts'
import { stockWords } from './words.ts'

const sorts = { sku: 'bySku', least: 'byLeast', most: 'byMost' } as const

type Props = SectionProps & { readonly stores: readonly StoreView[] }

export function Levels({ stores, show }: Props) {
  const say = useWords(stockWords)
  const { storeId: own } = useStaff()
  const may = useMay()
  const { question, ask, query, list } = useLevels(show)
  const [open, setOpen] = useState<StockRowView | null>(null)
  const narrowed = question.storeId !== '' || question.search !== '' || question.low
  return (
    <>
      <Tools>
        <SearchField label={say('search')} value={question.search} onInput={search => ask({ search })} />
        {own === null && (
          <Select
            class="field-input tools-choice"
            aria-label={say('store')}
            value={question.storeId}
            options={[['', say('allStores')], ...stores.map(({ id, name }) => [id, name] as const)]}
            onChoose={storeId => ask({ storeId })}
          />
        )}
        <Select
          class="field-input tools-choice"
          aria-label={say('sort')}
          value={question.sort}
          options={(['sku', 'least', 'most'] as const).map(name => [name, say(sorts[name])])}
          onChoose={sort => ask({ sort })}
        />
        <Switch label={say('lowOnly')} on={question.low} testId="low-only" onChange={low => ask({ low })} />
        <a class="button button-secondary" href={`/api/v1/stock/levels.csv?${query}`} download>
          {say('export')}
        </a>
      </Tools>
      <PagedList
        list={list}
        empty={
          <EmptyState
            icon={<PackageIcon />}
            title={say(narrowed ? 'noMatch' : 'empty')}
            text={say(narrowed ? 'noMatchText' : may('stock.move') ? 'emptyText' : 'emptyReadText')}
          />
        }
      >
        {items => <LevelTable rows={items} stores={stores} onOpen={setOpen} />}
      </PagedList>
      {open && (
        <StockSheet
          title={goodsName(open)}
          variantId={open.variantId}
          threshold={open}
          onClose={() => setOpen(null)}
          onChange={list.loading.reload}
        />
      )}
    </>
  )
}
