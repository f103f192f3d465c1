import { useState } from 'preact/hooks'
import type { InvitationView, StaffView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { deskWords } from '../../desk/words.ts'
import { ApiProblem } from '../../shared/api.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { type RoleAndStore, RoleAndStoreFields } from './role-and-store.tsx'
import { staffWords } from './words.ts'

type Props = {
  readonly person: StaffView
  readonly stores: readonly StoreView[]
  /** Something was done that the list has to show; `text` says what. */
  onDone(text: string): void
  onClose(): void
}

export function PersonSheet({ person, stores, onDone, onClose }: Props) {
  const say = useWords(staffWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const path = `/api/v1/staff/${encodeURIComponent(person.id)}`
  const [name, setName] = useState(person.name)
  const [place, setPlace] = useState<RoleAndStore>({ role: person.role, storeId: person.storeId })
  const [link, setLink] = useState<string | null>(null)
  const [disabling, setDisabling] = useState(false)
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<{ name?: string; form?: string }>({})

  const run = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setFaults({})
    try {
      await work()
    } catch (error) {
      const type = error instanceof ApiProblem ? error.type : null
      if (type === 'name-taken') setFaults({ name: say('nameTaken') })
      else setFaults({ form: type === 'last-owner' ? say('lastOwner') : sayProblem(error) })
    }
    setDisabling(false)
    setBusy(false)
  }
  const change = (body: object, said: string) =>
    run(async () => {
      await call<StaffView>('PATCH', path, { body })
      onDone(said)
    })
  const save = (event: Event) => {
    event.preventDefault()
    if (name.trim() === '') return setFaults({ name: say('needName') })
    change({ name: name.trim(), ...place }, say('saved'))
  }
  const reset = () =>
    run(async () => setLink((await call<InvitationView & { link: string }>('POST', `${path}/reset`)).link))
  const logOut = () =>
    run(async () => {
      await call('DELETE', `${path}/sessions`)
      onDone(say('loggedOut'))
    })

  return (
    <Sheet title={person.name} closeLabel={sayDesk('close')} onClose={onClose}>
      {link !== null ? (
        <OneTimeLink label={say('resetLink')} link={link} onDone={onClose} />
      ) : (
        <>
          <form class="form" onSubmit={save} noValidate>
            <Field label={say('name')} error={faults.name}>
              {attributes => (
                <input
                  {...attributes}
                  value={name}
                  maxLength={40}
                  autocomplete="off"
                  data-testid="person-name"
                  onInput={event => setName(event.currentTarget.value)}
                />
              )}
            </Field>
            <RoleAndStoreFields value={place} stores={stores} onChange={setPlace} />
            <Fault text={faults.form} />
            <Button type="submit" kind="primary" wide busy={busy} data-testid="save-person">
              {sayDesk('save')}
            </Button>
          </form>
          <div class="person-more">
            {person.disabled ? (
              <Button onClick={() => change({ disabled: false }, say('enabled'))}>{say('enable')}</Button>
            ) : (
              <>
                <p class="quiet small">{say('resetHint')}</p>
                <Button onClick={reset} data-testid="reset-person">
                  {say('reset')}
                </Button>
                <Button onClick={logOut}>{say('logOut')}</Button>
                <Button kind="danger" onClick={() => setDisabling(true)} data-testid="disable-person">
                  {say('disable')}
                </Button>
              </>
            )}
            <a class="button button-quiet" href={`#audit?subjectId=${encodeURIComponent(person.id)}`}>
              {say('history')}
            </a>
          </div>
        </>
      )}
      {disabling && (
        <Confirm
          title={say('disableTitle', { name: person.name })}
          confirmLabel={say('disable')}
          cancelLabel={sayDesk('cancel')}
          busy={busy}
          onConfirm={() => change({ disabled: true }, say('disabledNow'))}
          onClose={() => setDisabling(false)}
        >
          <p>{say('disableText')}</p>
        </Confirm>
      )}
    </Sheet>
  )
}
