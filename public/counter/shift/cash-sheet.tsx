import { useRef, useState } from 'preact/hooks'
import type { ShiftView } from '../../../src/wire.ts'
import { parseAmount } from '../../desk/amount.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { deskWords } from '../../desk/words.ts'
import { ApiProblem } from '../../shared/api.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { randomId } from '../../shared/random-id.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { shiftWords } from './words.ts'

type Props = {
  readonly shift: ShiftView
  readonly way: 'in' | 'out'
  onMoved(shift: ShiftView): void
  onClose(): void
}

export function CashSheet({ shift, way, onMoved, onClose }: Props) {
  const say = useWords(shiftWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [amount, setAmount] = useState('')
  const [reason, setReason] = useState('')
  const [faults, setFaults] = useState<{ amount?: string; reason?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  const key = useRef(randomId())

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const value = parseAmount(amount, shift.openingCash.currency)
    setFaults({
      ...(value === null || value === 0 ? { amount: say('badAmount') } : {}),
      ...(reason.trim() === '' ? { reason: say('needReason') } : {}),
    })
    if (value === null || value === 0 || reason.trim() === '') return
    setBusy(true)
    const body = { amount: way === 'in' ? value : -value, reason: reason.trim() }
    try {
      const path = `/api/v1/shifts/${shift.id}/cash`
      onMoved(await call<ShiftView>('POST', path, { body, idempotencyKey: key.current }))
    } catch (error) {
      const short = error instanceof ApiProblem && error.type === 'not-enough-cash'
      setFaults(short ? { amount: say('notEnough') } : { all: sayProblem(error) })
      setBusy(false)
    }
  }
  const edited = (set: (text: string) => void) => (event: { currentTarget: HTMLInputElement }) => {
    key.current = randomId()
    set(event.currentTarget.value)
  }

  return (
    <Sheet
      small
      title={say(way === 'in' ? 'cashIn' : 'cashOut')}
      closeLabel={sayDesk('close')}
      onClose={onClose}
    >
      <form class="form" onSubmit={submit}>
        <Field label={say('amount')} error={faults.amount}>
          {attributes => (
            <input
              {...attributes}
              autofocus
              inputmode="decimal"
              autocomplete="off"
              value={amount}
              data-testid="cash-amount"
              onInput={edited(setAmount)}
            />
          )}
        </Field>
        <Field label={say('reason')} hint={say('reasonHint')} error={faults.reason}>
          {attributes => (
            <input
              {...attributes}
              maxLength={200}
              value={reason}
              data-testid="cash-reason"
              onInput={edited(setReason)}
            />
          )}
        </Field>
        <Fault text={faults.all} />
        <Button type="submit" kind="primary" wide busy={busy} data-testid="move-cash">
          {say(way === 'in' ? 'cashIn' : 'cashOut')}
        </Button>
      </form>
    </Sheet>
  )
}
