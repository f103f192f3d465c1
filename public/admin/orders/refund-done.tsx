import { useState } from 'preact/hooks'
import type { OrderView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useOpenShifts } from '../../desk/use-open-shifts.ts'
import { Confirm } from '../../shared/confirm.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { methodText } from './event-text.ts'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = {
  readonly refund: OrderView['refunds'][number]
  readonly open: OpenOrder
  onClose(): void
}

/** Writes down that money was given back; the money itself goes by the payment company's own page. */
export function RefundDone({ refund, open, onClose }: Props) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const call = useCall()
  const [reference, setReference] = useState('')
  const cash = refund.method === 'cash'
  const shifts = useOpenShifts(cash ? 'any' : '')
  const [shiftId, setShiftId] = useState('')
  const shift = shifts?.find(({ id }) => id === shiftId) ?? shifts?.[0]
  const path = `/api/v1/refunds/${encodeURIComponent(refund.id)}/done`
  return (
    <Confirm
      title={say('refundDoneTitle', { amount: formatMoney(refund.amount, language) })}
      confirmLabel={say('refundDone')}
      cancelLabel={say('notYet')}
      busy={open.busy || shifts === null}
      disabled={cash && shift === undefined}
      onConfirm={async () => {
        const body = {
          ...(reference.trim() !== '' && { reference: reference.trim() }),
          ...(cash && shift !== undefined && { shiftId: shift.id }),
        }
        await open.act(() => call('POST', path, { body }))
        onClose()
      }}
      onClose={onClose}
    >
      <div class="form">
        <p>{say('refundDoneText', { method: methodText(refund.method, language) })}</p>
        {cash && shifts?.length === 0 && <p class="callout">{say('cashNeedsShift')}</p>}
        {cash && shifts !== null && shifts.length > 1 && (
          <Field label={say('shift')}>
            {attributes => (
              <select
                {...attributes}
                value={shift?.id}
                onChange={event => setShiftId(event.currentTarget.value)}
              >
                {shifts.map(({ id, store, till }) => (
                  <option key={id} value={id}>
                    {store.name} · {till}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={say('reference')} hint={say('optional')}>
          {attributes => (
            <input
              {...attributes}
              value={reference}
              maxLength={120}
              autocomplete="off"
              onInput={event => setReference(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
    </Confirm>
  )
}
