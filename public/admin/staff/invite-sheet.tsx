import { useState } from 'preact/hooks'
import type { InvitationView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { type RoleAndStore, RoleAndStoreFields } from './role-and-store.tsx'
import { staffWords } from './words.ts'

type Props = { readonly stores: readonly StoreView[]; onMade(): void; onClose(): void }

export function InviteSheet({ stores, onMade, onClose }: Props) {
  const say = useWords(staffWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const { storeId } = useStaff()
  const [name, setName] = useState('')
  const [place, setPlace] = useState<RoleAndStore>({
    role: 'cashier',
    storeId: storeId ?? stores[0]?.id ?? null,
  })
  const [link, setLink] = useState<string | null>(null)
  const { busy, problem, run } = useSteps()

  const submit = (event: Event) => {
    event.preventDefault()
    run(async () => {
      const made = await call<InvitationView & { link: string }>('POST', '/api/v1/invitations', {
        body: { ...place, name: name.trim() || null },
      })
      setLink(made.link)
      onMade()
    })
  }

  return (
    <Sheet title={say('invite')} closeLabel={sayDesk('close')} onClose={onClose}>
      {link !== null ? (
        <OneTimeLink label={say('link')} link={link} onDone={onClose} />
      ) : (
        <form class="form" onSubmit={submit} noValidate>
          <RoleAndStoreFields value={place} stores={stores} onChange={setPlace} />
          <Field label={say('inviteName')} hint={say('inviteNameHint')}>
            {attributes => (
              <input
                {...attributes}
                value={name}
                maxLength={40}
                autocomplete="off"
                data-testid="invite-name"
                onInput={event => setName(event.currentTarget.value)}
              />
            )}
          </Field>
          <Fault text={problem} />
          <Button type="submit" kind="primary" wide busy={busy} data-testid="make-invitation">
            {say('makeLink')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}
