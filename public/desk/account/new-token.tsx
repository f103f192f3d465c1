import { useState } from 'preact/hooks'
import type { Permission, TokenView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { CopyField } from '../copy-field.tsx'
import { Fault } from '../fault.tsx'
import { roleWords } from '../role-words.ts'
import { SelectField } from '../select.tsx'
import { useCall, useStaff } from '../session.tsx'
import { useProblemText } from '../use-problem-text.ts'
import { deskWords } from '../words.ts'
import { accountWords } from './words.ts'

const dayMs = 86_400_000
const lives = [30, 90, 365] as const

/** Chooses what a token may do; then shows it, once. */
export function NewToken({ onMade, onClose }: { onMade(): void; onClose(): void }) {
  const say = useWords(accountWords)
  const sayDesk = useWords(deskWords)
  const sayRole = useWords(roleWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const { permissions } = useStaff()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Permission[]>([])
  const [days, setDays] = useState('90')
  const [secret, setSecret] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<{ name?: string; form?: string }>({})

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setFaults({ name: say('needTokenName') })
    if (scopes.length === 0) return setFaults({ form: say('needScope') })
    setBusy(true)
    setFaults({})
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString()
    try {
      const made = await call<TokenView & { token: string }>('POST', '/api/v1/tokens', {
        body: { name: name.trim(), scopes, expiresAt },
      })
      setSecret(made.token)
      onMade()
    } catch (error) {
      setFaults({ form: sayProblem(error) })
    }
    setBusy(false)
  }

  if (secret !== null)
    return (
      <div class="form">
        <CopyField label={say('secret')} value={secret} hint={say('secretHint')} testId="token-secret" />
        <Button onClick={onClose}>{say('done')}</Button>
      </div>
    )
  return (
    <form class="form" onSubmit={submit} noValidate>
      <Field label={say('tokenName')} hint={say('tokenNameHint')} error={faults.name}>
        {attributes => (
          <input
            {...attributes}
            value={name}
            maxLength={40}
            data-testid="token-name"
            onInput={event => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class="scopes">
        <legend class="field-label">{say('scopes')}</legend>
        {permissions.map(permission => (
          <label key={permission} class="scope">
            <input
              type="checkbox"
              checked={scopes.includes(permission)}
              data-testid={`scope-${permission}`}
              onChange={event =>
                setScopes(
                  event.currentTarget.checked
                    ? [...scopes, permission]
                    : scopes.filter(scope => scope !== permission),
                )
              }
            />
            {sayRole(permission)}
          </label>
        ))}
      </fieldset>
      <SelectField
        label={say('expires')}
        value={days}
        options={[
          ...lives.map(count => [String(count), say('days', { count })] as const),
          ['', say('never')],
        ]}
        onChoose={setDays}
      />
      <Fault text={faults.form} />
      <div class="form-actions">
        <Button onClick={onClose}>{sayDesk('cancel')}</Button>
        <Button type="submit" kind="primary" busy={busy} data-testid="make-token">
          {say('make')}
        </Button>
      </div>
    </form>
  )
}
