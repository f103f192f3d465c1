import { useRef, useState } from 'preact/hooks'
import type { ShiftView, StoreView } from '../../../src/wire.ts'
import { parseAmount } from '../../desk/amount.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { ApiProblem } from '../../shared/api.ts'
import { Button } from '../../shared/button.tsx'
import { recall, remember } from '../../shared/device-store.ts'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { randomId } from '../../shared/random-id.ts'
import { staffName } from './staff-name.ts'
import type { ShiftOf } from './use-shift.ts'
import { shiftWords } from './words.ts'

/** Selling begins with a count; or with the shift that is open already. */
export function OpenShift({ store, shifts }: { store: StoreView; shifts: ShiftOf }) {
  const say = useWords(shiftWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const { currency } = useStaff()
  const memory = `till.${store.id}`
  const [till, setTill] = useState(() => recall(memory) ?? say('tillDefault'))
  const [cash, setCash] = useState('')
  const [faults, setFaults] = useState<{ till?: string; cash?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  // One key for each set of answers: a retry after a lost answer does not open twice.
  const key = useRef(randomId())

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const openingCash = parseAmount(cash, currency)
    const wrong = {
      ...(till.trim() === '' ? { till: say('needName') } : {}),
      ...(openingCash === null ? { cash: say('badAmount') } : {}),
    }
    setFaults(wrong)
    if (openingCash === null || till.trim() === '') return
    setBusy(true)
    try {
      const body = { storeId: store.id, till: till.trim(), openingCash }
      const shift = await call<ShiftView>('POST', '/api/v1/shifts', { body, idempotencyKey: key.current })
      remember(memory, till.trim())
      shifts.enter(shift)
    } catch (error) {
      const taken = error instanceof ApiProblem && error.type === 'till-open'
      const name = taken ? staffName(String(error.members.openedBy ?? ''), say) : ''
      setFaults(taken ? { till: say('tillTaken', { till: till.trim(), name }) } : { all: sayProblem(error) })
      if (taken) shifts.open.reload()
      setBusy(false)
    }
  }

  return (
    <section class="open-shift">
      <form class="form card open-shift-form" onSubmit={submit} data-testid="open-shift">
        <div>
          <h2>{say('openTitle')}</h2>
          <p class="quiet">{say('openText')}</p>
        </div>
        <Field label={say('tillName')} hint={say('tillHint')} error={faults.till}>
          {attributes => (
            <input
              {...attributes}
              value={till}
              maxLength={40}
              data-testid="till-name"
              onInput={event => {
                key.current = randomId()
                setTill(event.currentTarget.value)
              }}
            />
          )}
        </Field>
        <Field label={say('openingCash')} error={faults.cash}>
          {attributes => (
            <input
              {...attributes}
              value={cash}
              inputmode="decimal"
              autocomplete="off"
              placeholder="0.00"
              data-testid="opening-cash"
              onInput={event => {
                key.current = randomId()
                setCash(event.currentTarget.value)
              }}
            />
          )}
        </Field>
        <Fault text={faults.all} />
        <Button type="submit" kind="primary" wide busy={busy} data-testid="open-shift-button">
          {say('open')}
        </Button>
      </form>
      <OpenOnes shifts={shifts} />
    </section>
  )
}

function OpenOnes({ shifts }: { shifts: ShiftOf }) {
  const say = useWords(shiftWords)
  const language = useLanguage()
  const { resource } = shifts.open
  if (resource.state !== 'ready' || resource.value.length === 0) return null
  return (
    <div class="open-ones">
      <h2>{say('openElsewhere')}</h2>
      <p class="quiet small">{say('openElsewhereText')}</p>
      <ul class="rows card">
        {resource.value.map(shift => (
          <li key={shift.id} class="row open-one">
            <span class="line-text">
              <strong>{shift.till}</strong>
              <span class="quiet small">
                {say('openedBy', {
                  name: staffName(shift.openedBy, say),
                  time: timeText(shift.openedAt, language),
                })}
              </span>
            </span>
            <Button onClick={() => shifts.enter(shift)}>{say('carryOn')}</Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
