import { useCallback, useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { Button } from '../shared/button.tsx'
import { PlusIcon, StoreIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { EmptyState } from '../shared/states.tsx'
import { type SectionProps, Tools } from './section.tsx'
import { StoreSheet } from './store-sheet.tsx'
import { adminWords } from './words.ts'

export function Stores({ show }: SectionProps) {
  const say = useWords(adminWords)
  const call = useCall()
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
  const [open, setOpen] = useState<StoreView | 'new' | null>(null)
  return (
    <>
      <Tools>
        <Button kind="primary" onClick={() => setOpen('new')} data-testid="add-store">
          <PlusIcon />
          {say('addStore')}
        </Button>
      </Tools>
      <Loaded loading={stores}>
        {known =>
          known.length === 0 ? (
            <EmptyState icon={<StoreIcon />} title={say('storesEmpty')} text={say('storesEmptyText')} />
          ) : (
            <table class="table">
              <thead>
                <tr>
                  <th>{say('name')}</th>
                  <th>{say('address')}</th>
                  <th>{say('phone')}</th>
                  <th>{say('hours')}</th>
                  <th>{say('pickup')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {known.map(store => (
                  <tr key={store.id}>
                    <td class="table-head-cell">
                      <strong>{store.name}</strong>
                    </td>
                    <td data-label={say('address')}>{store.address}</td>
                    <td data-label={say('phone')}>{store.phone ?? '–'}</td>
                    <td data-label={say('hours')} class="hours">
                      {store.opens}–{store.closes}
                    </td>
                    <td data-label={say('pickup')}>{say(store.pickup === 'disabled' ? 'no' : 'yes')}</td>
                    <td class="table-action">
                      <Button onClick={() => setOpen(store)}>{say('edit')}</Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {open && (
        <StoreSheet
          store={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null)
            show(say('saved'))
            stores.reload()
          }}
        />
      )}
    </>
  )
}
