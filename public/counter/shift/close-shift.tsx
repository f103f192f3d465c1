import { useRef, useState } from 'preact/hooks'
import type { ShiftView } from '../../../src/wire.ts'
import { amountText, parseAmount } from '../../desk/amount.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { randomId } from '../../shared/random-id.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { denominations } from '../pay/payment.ts'
import { shiftWords } from './words.ts'

type Props = {
  readonly shift: ShiftView
  readonly waiting: number
  readonly refused: number
  onClosed(shift: ShiftView): void
  onClose(): void
}

/** The count comes first, blind: a difference that is known beforehand is counted away. */
export function CloseShift({ shift, waiting, refused, onClosed, onClose }: Props) {
  const say = useWords(shiftWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const sayProblem = useProblemText()
  const call = useCall()
  const { currency } = shift.openingCash
  const values = denominations(currency)
  const [counts, setCounts] = useState<Readonly<Record<number, string>>>({})
  const [sum, setSum] = useState('')
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const key = useRef(randomId())

  const count = (value: number, text: string) => {
    const next = { ...counts, [value]: text.replace(/\D/g, '').slice(0, 5) }
    setCounts(next)
    const total = values.reduce((all, each) => all + each * Number(next[each] ?? 0), 0)
    key.current = randomId()
    setSum(amountText(total, currency))
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const countedCash = parseAmount(sum, currency)
    if (countedCash === null) return setFault(say('badAmount'))
    setBusy(true)
    setFault(null)
    const body = { countedCash, ...(note.trim() === '' ? {} : { note: note.trim() }) }
    try {
      const path = `/api/v1/shifts/${shift.id}/close`
      onClosed(await call<ShiftView>('POST', path, { body, idempotencyKey: key.current }))
    } catch (error) {
      setFault(sayProblem(error))
      setBusy(false)
    }
  }

  return (
    <Sheet title={say('closeTitle')} closeLabel={sayDesk('close')} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <p class="quiet">{say('closeText')}</p>
        {waiting > 0 && <p class="callout">{say('unsent', { count: waiting })}</p>}
        {refused > 0 && <p class="callout">{say('refusedSales', { count: refused })}</p>}
        <ul class="counts">
          {values.map((value, index) => (
            <li key={value} class="count">
              <span class="count-value">{formatMoney({ amount: value, currency }, language)}</span>
              <span aria-hidden="true">×</span>
              <input
                class="field-input count-input"
                inputmode="numeric"
                autocomplete="off"
                // biome-ignore lint/a11y/noAutofocus: a dialog that was asked for, with this to type.
                autofocus={index === 0}
                aria-label={say('piece', { value: formatMoney({ amount: value, currency }, language) })}
                value={counts[value] ?? ''}
                data-testid={`count-${value}`}
                onInput={event => count(value, event.currentTarget.value)}
                onKeyDown={event => {
                  if (event.key !== 'Enter') return
                  // As on a till: Enter goes to the next, and closes nothing.
                  event.preventDefault()
                  const fields = [...(event.currentTarget.form?.elements ?? [])]
                  const next = fields[fields.indexOf(event.currentTarget) + 1]
                  if (next instanceof HTMLInputElement) next.focus()
                }}
              />
            </li>
          ))}
        </ul>
        <Field label={say('countTotal')} error={fault ?? undefined}>
          {attributes => (
            <input
              {...attributes}
              inputmode="decimal"
              autocomplete="off"
              value={sum}
              data-testid="counted-cash"
              onInput={event => {
                key.current = randomId()
                setSum(event.currentTarget.value)
              }}
            />
          )}
        </Field>
        <Field label={say('note')} hint={say('optional')}>
          {attributes => (
            <input
              {...attributes}
              maxLength={500}
              value={note}
              onInput={event => {
                key.current = randomId()
                setNote(event.currentTarget.value)
              }}
            />
          )}
        </Field>
        <Button type="submit" kind="primary" wide busy={busy} data-testid="close-shift">
          {say('closeConfirm')}
        </Button>
      </form>
    </Sheet>
  )
}
