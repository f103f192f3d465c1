import type { OrderView } from '../../../src/wire.ts'
import { ReceiptIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { useAddress } from '../list/address.ts'
import { PagedList } from '../list/paged-list.tsx'
import { useListKeys } from '../list/use-list-keys.ts'
import { putItem, usePaged } from '../list/use-paged.ts'
import type { SectionProps } from '../section.tsx'
import { known, useStores } from '../staff/use-stores.ts'
import { orderQuery } from './order-filter.ts'
import { OrderFilters } from './order-filters.tsx'
import { OrderSheet } from './order-sheet.tsx'
import { OrderTable } from './order-table.tsx'
import { orderWords } from './words.ts'
import './orders.css'

/** All orders of the shop, or of the store of who looks. `#orders?order=…` opens one. */
export function Orders({ show }: SectionProps) {
  const say = useWords(orderWords)
  const { query, set } = useAddress()
  const stores = known(useStores())
  const asked = orderQuery(query).toString()
  const list = usePaged<OrderView>(`/api/v1/orders${asked === '' ? '' : `?${asked}`}`, show)
  useListKeys()
  const open = query.get('order')
  return (
    <>
      <OrderFilters address={query} stores={stores} onChange={set} />
      <PagedList
        list={list}
        empty={
          <EmptyState
            icon={<ReceiptIcon />}
            title={say(asked === '' ? 'empty' : 'none')}
            text={say(asked === '' ? 'emptyText' : 'noneText')}
          />
        }
      >
        {items => <OrderTable items={items} onOpen={({ id }) => set({ order: id })} />}
      </PagedList>
      {open !== null && (
        <OrderSheet
          key={open}
          id={open}
          stores={stores}
          onChange={order => putItem(list, order)}
          onClose={() => set({ order: '' })}
          show={show}
        />
      )}
    </>
  )
}
