import { useState } from 'preact/hooks'
import type { StoreDetailView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall } from '../../desk/session.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { HolidayList } from './holiday-list.tsx'
import { bodyOf, draftOf, type Faults, faultsOf } from './store-draft.ts'
import { StoreFields } from './store-fields.tsx'
import { StoreServices } from './store-services.tsx'
import { WeekHours } from './week-hours.tsx'
import { storeWords } from './words.ts'

type Props = {
  /** null: a new one. */
  readonly store: StoreDetailView | null
  onSaved(): void
  onClose(): void
}

export function StoreSheet({ store, onSaved, onClose }: Props) {
  const say = useWords(storeWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const [draft, setDraft] = useState(() => draftOf(store))
  const [faults, setFaults] = useState<Faults>({})
  const { busy, problem, run } = useSteps()
  const [asking, setAsking] = useState(false)

  const save = (body: object) =>
    run(async () => {
      setAsking(false)
      if (store) await call('PATCH', `/api/v1/stores/${encodeURIComponent(store.id)}`, { body })
      else await call('POST', '/api/v1/stores', { body })
      onSaved()
    })
  const submit = (event: Event) => {
    event.preventDefault()
    const found = faultsOf(draft)
    setFaults(found)
    if (Object.keys(found).length === 0) save(bodyOf(draft))
  }
  const change = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes })
  const part = { draft, faults, change }

  return (
    <Sheet title={say(store ? 'editStore' : 'addStore')} closeLabel={sayDesk('close')} onClose={onClose}>
      <form class="form" onSubmit={submit} noValidate>
        <StoreFields {...part} />
        <WeekHours week={draft.week} onChange={week => change({ week })} />
        <HolidayList holidays={draft.holidays} onChange={holidays => change({ holidays })} />
        <StoreServices {...part} />
        <Fault text={problem} />
        <Button type="submit" kind="primary" wide busy={busy} data-testid="save-store">
          {sayDesk('save')}
        </Button>
        {store?.status === 'open' && (
          <Button kind="quiet" onClick={() => setAsking(true)} data-testid="close-store">
            {say('closeForGood')}
          </Button>
        )}
        {store?.status === 'closed' && (
          <Button onClick={() => save({ status: 'open' })} data-testid="reopen-store">
            {say('reopen')}
          </Button>
        )}
      </form>
      {asking && (
        <Confirm
          title={say('closeAsk', { name: store?.name ?? '' })}
          confirmLabel={say('closeForGood')}
          cancelLabel={sayDesk('cancel')}
          busy={busy}
          onConfirm={() => save({ status: 'closed' })}
          onClose={() => setAsking(false)}
        >
          <p>{say('closeText')}</p>
        </Confirm>
      )}
    </Sheet>
  )
}
