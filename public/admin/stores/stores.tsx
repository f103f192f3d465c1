import { useCallback, useState } from 'preact/hooks'
import type { StoreDetailView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { Switch } from '../../desk/switch.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { Button } from '../../shared/button.tsx'
import { PlusIcon, StoreIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { EmptyState } from '../../shared/states.tsx'
import { type SectionProps, Tools } from '../section.tsx'
import { StoreSheet } from './store-sheet.tsx'
import { StoreTable } from './store-table.tsx'
import { storeWords } from './words.ts'

export function Stores({ show }: SectionProps) {
  const say = useWords(storeWords)
  const call = useCall()
  const { storeId: own } = useStaff()
  const [all, setAll] = useState(false)
  const path = `/api/v1/stores?status=${all ? 'all' : 'open'}`
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreDetailView>(call, path, signal), [call, path]),
  )
  const [open, setOpen] = useState<StoreDetailView | 'new' | null>(null)
  return (
    <>
      <Tools>
        <Switch label={say('showClosed')} on={all} onChange={setAll} />
        {own === null && (
          <Button kind="primary" onClick={() => setOpen('new')} data-testid="add-store">
            <PlusIcon />
            {say('addStore')}
          </Button>
        )}
      </Tools>
      <Loaded loading={stores}>
        {known =>
          known.length === 0 ? (
            <EmptyState icon={<StoreIcon />} title={say('storesEmpty')} text={say('storesEmptyText')} />
          ) : (
            <StoreTable stores={known} onOpen={setOpen} />
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
