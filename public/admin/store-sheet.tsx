import { useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { adminWords } from './words.ts'

type Props = {
  /** null: a new one. */
  readonly store: StoreView | null
  onSaved(): void
  onClose(): void
}

const inputTypes = { text: { type: 'text' }, tel: { type: 'tel' }, time: { type: 'time' } } as const

export function StoreSheet({ store, onSaved, onClose }: Props) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [draft, setDraft] = useState({
    name: store?.name ?? '',
    address: store?.address ?? '',
    phone: store?.phone ?? '',
    opens: store?.opens ?? '10:00',
    closes: store?.closes ?? '22:00',
  })
  const [pickup, setPickup] = useState(store?.pickup !== 'disabled')
  const [faults, setFaults] = useState<Partial<typeof draft> & { form?: string }>({})
  const [busy, setBusy] = useState(false)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (draft.name.trim() === '') return setFaults({ name: say('needName') })
    if (draft.address.trim() === '') return setFaults({ address: say('needAddress') })
    if (draft.opens === '') return setFaults({ opens: say('badHour') })
    if (draft.closes === '') return setFaults({ closes: say('badHour') })
    setBusy(true)
    setFaults({})
    const body = {
      ...draft,
      name: draft.name.trim(),
      address: draft.address.trim(),
      phone: draft.phone.trim() === '' ? null : draft.phone.trim(),
      // `all` is set by other means and must survive an edit of the address.
      pickup: !pickup ? 'disabled' : store?.pickup === 'all' ? 'all' : 'local',
    }
    try {
      if (store) await call('PATCH', `/api/v1/stores/${encodeURIComponent(store.id)}`, { body })
      else await call('POST', '/api/v1/stores', { body })
      onSaved()
    } catch (error) {
      setFaults({ form: sayProblem(error) })
      setBusy(false)
    }
  }
  const input = (
    name: keyof typeof draft,
    attributes: { type?: keyof typeof inputTypes; hint?: string } = {},
  ) => (
    <Field label={say(name)} hint={attributes.hint} error={faults[name]}>
      {given => (
        <input
          {...given}
          {...inputTypes[attributes.type ?? 'text']}
          value={draft[name]}
          maxLength={name === 'address' ? 300 : 80}
          data-testid={`store-${name}`}
          onInput={event => setDraft({ ...draft, [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )

  return (
    <Sheet title={say(store ? 'editStore' : 'addStore')} closeLabel={sayDesk('close')} onClose={onClose}>
      <form class="form" onSubmit={submit} noValidate>
        {input('name')}
        {input('address')}
        {input('phone', { type: 'tel', hint: say('optional') })}
        <div class="form-row">
          {input('opens', { type: 'time' })}
          {input('closes', { type: 'time', hint: say('hoursHint') })}
        </div>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-checked={pickup}
            checked={pickup}
            onChange={event => setPickup(event.currentTarget.checked)}
          />
          {say('pickupOn')}
        </label>
        {faults.form && (
          <p class="form-fault" role="alert">
            {faults.form}
          </p>
        )}
        <Button type="submit" kind="primary" wide busy={busy} data-testid="save-store">
          {sayDesk('save')}
        </Button>
      </form>
    </Sheet>
  )
}
