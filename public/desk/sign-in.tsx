import { useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { Fault } from './fault.tsx'
import { Mark } from './mark.tsx'
import { PasswordField } from './password-field.tsx'
import { useSession } from './session.tsx'
import { useProblemText } from './use-problem-text.ts'
import { deskWords } from './words.ts'

type Faults = { readonly name?: string; readonly password?: string; readonly form?: string }

/** `again`: the session lapsed, and only the password is missing. */
export function SignIn({ again }: { again?: string }) {
  const say = useWords(deskWords)
  const sayProblem = useProblemText()
  const { signIn } = useSession()
  const [name, setName] = useState(again ?? '')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<Faults>({})

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setFaults({ name: say('needName') })
    if (password === '') return setFaults({ password: say('needPassword') })
    setBusy(true)
    setFaults({})
    try {
      await signIn(name.trim(), password)
    } catch (error) {
      setBusy(false)
      const wrong = error instanceof ApiProblem && error.status === 401
      setFaults(wrong ? { password: say('wrongPassword') } : { form: sayProblem(error) })
    }
  }

  return (
    <form class="sign-in card" onSubmit={submit} noValidate>
      <Mark />
      <h1 class="sign-in-title">{say(again === undefined ? 'signInTitle' : 'signInAgain')}</h1>
      {again !== undefined && <p class="quiet">{say('signInAgainText')}</p>}
      <Field label={say('name')} error={faults.name}>
        {attributes => (
          <input
            {...attributes}
            value={name}
            name="name"
            autocomplete="username"
            autocapitalize="off"
            maxLength={100}
            data-testid="login-name"
            onInput={event => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <PasswordField
        label={say('password')}
        value={password}
        autocomplete="current-password"
        error={faults.password}
        testId="login-password"
        autofocus={again !== undefined}
        onInput={setPassword}
      />
      <Fault text={faults.form} />
      <Button type="submit" kind="primary" wide busy={busy} data-testid="login">
        {say('signIn')}
      </Button>
      {again === undefined && <p class="quiet small">{say('signInHint')}</p>}
      <LanguageToggle class="button button-quiet sign-in-language" />
    </form>
  )
}
