import { useState } from 'preact/hooks'
import { Fault } from '../desk/fault.tsx'
import { leastPasswordLength, passwordStrength } from '../desk/password.ts'
import { PasswordField } from '../desk/password-field.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { welcomeWords } from './words.ts'

type Props = {
  readonly title: string
  readonly text: string
  readonly submitLabel: string
  /** The name cannot be chosen: it is somebody's who is there. */
  readonly fixedName?: string
  readonly startName?: string
  submit(name: string, password: string): Promise<unknown>
  /** The link was used, or is too old. */
  onGone(): void
  onMade(): void
}

/** A name and a password, by a link that works once. */
export function AccountForm(props: Props) {
  const { title, text, submitLabel, fixedName, startName = '', onGone, onMade } = props
  const say = useWords(welcomeWords)
  const sayProblem = useProblemText()
  const [name, setName] = useState(fixedName ?? startName)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<{ name?: string; password?: string; form?: string }>({})
  const strength = password === '' ? null : passwordStrength(password, name)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setFaults({ name: say('needName') })
    if ([...password].length < leastPasswordLength) return setFaults({ password: say('too-short') })
    setBusy(true)
    setFaults({})
    try {
      await props.submit(name.trim(), password)
      onMade()
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 410) return onGone()
      const known = error instanceof ApiProblem ? error : null
      if (known?.type === 'name-taken') setFaults({ name: say('nameTaken') })
      else if (known?.status === 400) setFaults({ password: say('hasName') })
      else setFaults({ form: sayProblem(error) })
      setBusy(false)
    }
  }

  return (
    <form class="form" onSubmit={submit} noValidate>
      <h1 class="welcome-title">{title}</h1>
      <p class="quiet">{text}</p>
      <Field
        label={say('name')}
        hint={fixedName === undefined ? say('nameHint') : undefined}
        error={faults.name}
      >
        {attributes => (
          <input
            {...attributes}
            value={name}
            name="name"
            autocomplete="username"
            autocapitalize="off"
            readOnly={fixedName !== undefined}
            maxLength={40}
            data-testid="owner-name"
            onInput={event => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <div>
        <PasswordField
          label={say('password')}
          value={password}
          autocomplete="new-password"
          hint={strength === null ? say('passwordRule') : say(strength)}
          error={faults.password}
          testId="owner-password"
          onInput={value => {
            setPassword(value)
            setFaults({})
          }}
        />
        <span class={`strength strength-${strength ?? 'none'}`} aria-hidden="true" />
      </div>
      <Fault text={faults.form} />
      <Button type="submit" kind="primary" wide busy={busy} data-testid="make-owner">
        {submitLabel}
      </Button>
    </form>
  )
}
