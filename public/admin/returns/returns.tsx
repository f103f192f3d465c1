import type { ReturnView } from '../../../src/wire.ts'
import { timeText } from '../../desk/time-text.ts'
import { PackageIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { EmptyState } from '../../shared/states.tsx'
import { useAddress } from '../list/address.ts'
import { Chips } from '../list/chips.tsx'
import { StoreChoice } from '../list/filter-fields.tsx'
import { PagedList } from '../list/paged-list.tsx'
import { useListKeys } from '../list/use-list-keys.ts'
import { putItem, usePaged } from '../list/use-paged.ts'
import type { SectionProps } from '../section.tsx'
import { known, useStores } from '../staff/use-stores.ts'
import { NewReturn } from './new-return.tsx'
import { ReturnSheet } from './return-sheet.tsx'
import { returnWords } from './words.ts'
import '../orders/orders.css'
import './returns.css'

const states = ['requested', 'received', 'refused', 'cancelled'] as const

/** `#returns?return=…` opens one, `#returns?of=…` begins one of an order, `#returns?unbound=true` are those for any store. */
export function Returns({ show }: SectionProps) {
  const say = useWords(returnWords)
  const { query, set } = useAddress()
  const stores = known(useStores())
  // What waits comes first; `state=all` shows the rest.
  const state = query.get('state') ?? 'requested'
  const storeId = query.get('storeId') ?? ''
  const unbound = query.get('unbound') === 'true'
  const asked = new URLSearchParams()
  if (state !== 'all') asked.set('state', state)
  if (unbound) asked.set('unbound', 'true')
  else if (storeId !== '') asked.set('storeId', storeId)
  const list = usePaged<ReturnView>(`/api/v1/returns?${asked}`, show)
  useListKeys()
  const [open, of] = [query.get('return'), query.get('of')]
  return (
    <>
      <div class="returns-filters">
        <Chips
          label={say('state')}
          chosen={state}
          options={[...states.map(name => [name, say(name)] as const), ['all', say('all')]]}
          onChoose={name => set({ state: name === 'requested' ? '' : name })}
        />
        <a class="chip chip-link" href="#orders?todo=refund">
          {say('refundsDue')}
        </a>
        {(unbound || stores.length > 1) && (
          <button
            type="button"
            class="chip"
            aria-pressed={unbound}
            data-testid="unbound"
            onClick={() => set({ storeId: '', unbound: unbound ? '' : 'true' })}
          >
            {say('unbound')}
          </button>
        )}
        <StoreChoice stores={stores} value={storeId} onChange={id => set({ storeId: id, unbound: '' })} />
      </div>
      <PagedList
        list={list}
        empty={<EmptyState icon={<PackageIcon />} title={say('empty')} text={say('emptyText')} />}
      >
        {items => <Rows items={items} onOpen={({ id }) => set({ return: id })} />}
      </PagedList>
      {of !== null && (
        <NewReturn
          orderId={of}
          stores={stores}
          onMade={({ id }) => {
            list.loading.reload()
            set({ of: '', return: id })
          }}
          onClose={() => set({ of: '' })}
        />
      )}
      {open !== null && (
        <ReturnSheet
          key={open}
          id={open}
          stores={stores}
          onChange={one => putItem(list, one)}
          onClose={() => set({ return: '' })}
          show={show}
        />
      )}
    </>
  )
}

function Rows({ items, onOpen }: { items: readonly ReturnView[]; onOpen(one: ReturnView): void }) {
  const say = useWords(returnWords)
  const language = useLanguage()
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{say('number')}</th>
          <th>{say('order')}</th>
          <th>{say('goods')}</th>
          <th>{say('place')}</th>
          <th>{say('state')}</th>
          <th class="number">{say('amount')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(one => (
          // The button in it is what the keyboard and a screen reader use.
          <tr key={one.id} class="row-link" onClick={() => onOpen(one)} data-testid="return-row">
            <td class="table-head-cell order-name">
              <button type="button" class="row-open" data-row>
                {one.number}
              </button>
              <span class="quiet small order-when">{timeText(one.requestedAt, language)}</span>
            </td>
            <td data-label={say('order')}>{one.orderNumber}</td>
            <td data-label={say('goods')}>
              <span class="order-items">
                {one.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}
              </span>
            </td>
            <td data-label={say('place')}>
              <span class="order-who">
                <span>{one.store?.name ?? say('anyStore')}</span>
                <span class="quiet small">{say(one.via)}</span>
              </span>
            </td>
            <td data-label={say('state')}>
              <span class={`badge badge-${one.state === 'requested' ? 'placed' : one.state}`}>
                {say(one.state)}
              </span>
            </td>
            <td data-label={say('amount')} class="number">
              <strong>{formatMoney(one.amount, language)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
