import { useState } from 'preact/hooks'
import type { ReturnView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { ShiftSelect } from '../../desk/shift-select.tsx'
import { StoreSelect } from '../../desk/store-select.tsx'
import { useOpenShifts } from '../../desk/use-open-shifts.ts'
import { useSteps } from '../../desk/use-steps.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { methodText } from '../orders/event-text.ts'
import { LineFate } from './line-fate.tsx'
import { needsTill, type Receipt, receiptBody, sharesOf, startReceipt } from './receipt.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly one: ReturnView
  readonly stores: readonly StoreView[]
  onReceived(one: ReturnView): void
}

/** Looks at the goods and gives the money back. */
export function ReceiveForm({ one, stores, onReceived }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const call = useCall()
  const { storeId: own } = useStaff()
  const [receipt, setReceipt] = useState<Receipt>(() => startReceipt(one, own ?? one.store?.id ?? ''))
  const storeId = receipt.storeId || (stores[0]?.id ?? '')
  const cash = needsTill(one, receipt)
  const shifts = useOpenShifts(cash ? storeId : '')
  const shift = shifts?.find(({ id }) => id === receipt.shiftId) ?? shifts?.[0]
  const { busy, problem, run } = useSteps()
  const shares = sharesOf(one, receipt)
  const noTill = cash && shifts !== null && shift === undefined
  const money = (amount: number) => formatMoney({ amount, currency: one.amount.currency }, language)
  const sum = shares === null ? 0 : [...shares.values()].reduce((sum, share) => sum + share, 0)

  const submit = (event: Event) => {
    event.preventDefault()
    const body = receiptBody(one, { ...receipt, storeId }, cash ? (shift?.id ?? null) : null)
    if (body === null || noTill) return
    const path = `/api/v1/returns/${encodeURIComponent(one.id)}/receive`
    run(async () => onReceived(await call<ReturnView>('POST', path, { body })))
  }
  return (
    <form class="order-section" onSubmit={submit} data-testid="receive-form">
      <h3 class="order-heading">{say('receive')}</h3>
      {own === null && stores.length > 1 && (
        <StoreSelect
          label={say('takenIn')}
          stores={stores}
          value={storeId}
          onChoose={id => setReceipt({ ...receipt, storeId: id, shiftId: '' })}
        />
      )}
      {one.lines.map(line => (
        <LineFate
          key={line.variantId}
          line={line}
          restocked={receipt.restocked[line.variantId] ?? line.quantity}
          onChange={count =>
            setReceipt({ ...receipt, restocked: { ...receipt.restocked, [line.variantId]: count } })
          }
        />
      ))}
      {one.refunds.length === 0 && <p class="quiet">{say('noRefund')}</p>}
      <div class="form-row">
        {one.refunds.map(({ tenderId, method, amount }) => {
          const most = formatMoney(amount, language)
          const bad = sharesOf({ ...one, refunds: one.refunds.filter(r => r.tenderId === tenderId) }, receipt)
          return (
            <Field
              key={tenderId}
              label={say('refundBy', { method: methodText(method, language) })}
              hint={say('planHint', { most })}
              error={bad === null ? say('badAmount', { most }) : undefined}
            >
              {attributes => (
                <input
                  {...attributes}
                  inputMode="decimal"
                  value={receipt.refunds[tenderId]}
                  data-testid="refund-amount"
                  onInput={event =>
                    setReceipt({
                      ...receipt,
                      refunds: { ...receipt.refunds, [tenderId]: event.currentTarget.value },
                    })
                  }
                />
              )}
            </Field>
          )
        })}
        {cash && (
          <ShiftSelect
            label={say('shift')}
            shifts={shifts}
            value={shift?.id}
            onChoose={shiftId => setReceipt({ ...receipt, shiftId })}
          />
        )}
      </div>
      {noTill && <p class="callout">{say('needShift')}</p>}
      <Fault text={problem} />
      <Button
        type="submit"
        kind="primary"
        wide
        busy={busy || (cash && shifts === null)}
        disabled={shares === null || noTill}
        data-testid="receive"
      >
        {sum > 0 ? say('receiveSum', { amount: money(sum) }) : say('receive')}
      </Button>
    </form>
  )
}
