import { useState } from 'preact/hooks'
import { ApiProblem } from '../../shared/api.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { Fault } from '../fault.tsx'
import { leastPasswordLength } from '../password.ts'
import { PasswordField } from '../password-field.tsx'
import { useCall, useStaff } from '../session.tsx'
import { useProblemText } from '../use-problem-text.ts'
import { accountWords } from './words.ts'

type Faults = { readonly old?: string; readonly password?: string; readonly form?: string }

export function ChangePassword({ show }: { show(text: string): void }) {
  const say = useWords(accountWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const { name } = useStaff()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState({ old: '', password: '' })
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<Faults>({})

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (draft.old === '') return setFaults({ old: say('needOld') })
    if ([...draft.password].length < leastPasswordLength) return setFaults({ password: say('tooShort') })
    setBusy(true)
    setFaults({})
    try {
      await call('PUT', '/api/v1/session/password', { body: draft })
      setDraft({ old: '', password: '' })
      setOpen(false)
      show(say('changed'))
    } catch (error) {
      const known = error instanceof ApiProblem ? error : null
      if (known?.type === 'wrong-password') setFaults({ old: say('wrongOld') })
      else if (known?.status === 400) setFaults({ password: say('hasName') })
      else setFaults({ form: sayProblem(error) })
    }
    setBusy(false)
  }

  return (
    <section class="account-part">
      <h3 class="sub-title">{say('password')}</h3>
      {open ? (
        <form class="form" onSubmit={submit} noValidate>
          {/* Which account it is of, for whatever keeps passwords. */}
          <input type="text" name="username" autocomplete="username" value={name} readOnly hidden />
          <PasswordField
            label={say('oldPassword')}
            value={draft.old}
            autocomplete="current-password"
            error={faults.old}
            testId="old-password"
            autofocus
            onInput={old => setDraft({ ...draft, old })}
          />
          <PasswordField
            label={say('newPassword')}
            value={draft.password}
            autocomplete="new-password"
            hint={say('passwordHint')}
            error={faults.password}
            testId="new-password"
            onInput={password => setDraft({ ...draft, password })}
          />
          <Fault text={faults.form} />
          <Button type="submit" kind="primary" busy={busy} data-testid="save-password">
            {say('change')}
          </Button>
        </form>
      ) : (
        <Button onClick={() => setOpen(true)} data-testid="change-password">
          {say('changeIt')}
        </Button>
      )}
    </section>
  )
}
