import { useState } from 'preact/hooks'
import type { DocumentView, StoreDetailView } from '../../../src/wire.ts'
import { useMay } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { Button } from '../../shared/button.tsx'
import { PlusIcon, ReceiptIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { PagedList } from '../list/paged-list.tsx'
import { usePaged } from '../list/use-paged.ts'
import { type SectionProps, Tools } from '../section.tsx'
import { CountSheet } from './count-sheet.tsx'
import { ReceiptSheet } from './receipt-sheet.tsx'
import { TransferSheet } from './transfer-sheet.tsx'
import { stockWords } from './words.ts'

type Props = SectionProps & {
  readonly kind: 'receipts' | 'transfers' | 'counts'
  readonly stores: readonly StoreDetailView[]
}

const fresh = { receipts: 'newReceipt', transfers: 'newTransfer', counts: 'newCount' } as const
const sheets = { receipts: ReceiptSheet, transfers: TransferSheet, counts: CountSheet } as const
const states = ['draft', 'posted', 'cancelled', 'requested', 'on-the-way', 'received'] as const

/** The papers of one kind, newest first. */
export function Documents({ kind, stores, show }: Props) {
  const say = useWords(stockWords)
  const language = useLanguage()
  const mayMove = useMay()('stock.move')
  const [open, setOpen] = useState<string | 'new' | null>(null)
  const list = usePaged<DocumentView>(`/api/v1/stock/${kind}`, show)
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  const stateOf = ({ state }: DocumentView) => say(states.find(name => name === state) ?? 'openCount')
  const about = ({ supplier, scopeName }: DocumentView) => supplier || scopeName
  const Opened = sheets[kind]
  return (
    <>
      {mayMove && (
        <Tools>
          <Button kind="primary" onClick={() => setOpen('new')} data-testid={`new-${kind}`}>
            <PlusIcon />
            {say(fresh[kind])}
          </Button>
        </Tools>
      )}
      <PagedList
        list={list}
        empty={
          <EmptyState
            icon={<ReceiptIcon />}
            title={say('documentsEmpty')}
            text={say(mayMove ? 'documentsEmptyText' : 'documentsNoneText')}
          />
        }
      >
        {items => (
          <table class="table">
            <thead>
              <tr>
                <th>{say('number')}</th>
                <th>{say('store')}</th>
                <th>{say('date')}</th>
                <th>{say('state')}</th>
                <th class="number">{say('units')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {items.map(item => (
                <tr key={item.id}>
                  <td class="table-head-cell">
                    <span>
                      <strong>{item.number}</strong>
                      {about(item) && <span class="quiet small"> {about(item)}</span>}
                    </span>
                  </td>
                  <td data-label={say('store')}>
                    {[item.storeId, item.toStoreId]
                      .flatMap(id => (id ? [names.get(id) ?? id] : []))
                      .join(' → ')}
                  </td>
                  <td data-label={say('date')}>{timeText(item.createdAt, language)}</td>
                  <td data-label={say('state')}>{stateOf(item)}</td>
                  <td data-label={say('units')} class="number">
                    {item.units}
                  </td>
                  <td class="table-action">
                    <Button onClick={() => setOpen(item.id)}>{say('open')}</Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </PagedList>
      {open && (
        <Opened
          id={open === 'new' ? null : open}
          stores={stores}
          onDone={text => {
            setOpen(null)
            show(text)
            list.loading.reload()
          }}
          onClose={() => {
            setOpen(null)
            list.loading.reload()
          }}
        />
      )}
    </>
  )
}
