import { useRef, useState } from 'preact/hooks'
import type { OrderView, StoreView, TenderMethod } from '../../../src/wire.ts'
import { amountText, parseAmount } from '../../desk/amount.ts'
import { methodWords } from '../../desk/method-words.ts'
import { SelectField } from '../../desk/select.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { ShiftSelect } from '../../desk/shift-select.tsx'
import { StoreSelect } from '../../desk/store-select.tsx'
import { useOpenShifts } from '../../desk/use-open-shifts.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { randomId } from '../../shared/random-id.ts'
import type { SectionProps } from '../section.tsx'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

const methods = ['wechat-pay', 'alipay', 'card', 'cash', 'other'] as const satisfies readonly TenderMethod[]

type Props = {
  readonly order: OrderView
  readonly open: OpenOrder
  readonly stores: readonly StoreView[]
  readonly show: SectionProps['show']
  onPaid(): void
}

/** Writes down what the customer has paid outside of the shop's own pages. */
export function PayForm({ order, open, stores, show, onPaid }: Props) {
  const say = useWords(orderWords)
  const sayMethod = useWords(methodWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const call = useCall()
  const { storeId: own } = useStaff()
  const { currency } = order.total
  const left = order.total.amount - order.captured.amount
  const [method, setMethod] = useState<(typeof methods)[number]>('wechat-pay')
  const [storeId, setStoreId] = useState(own ?? order.fulfilment.store.id)
  const [typed, setTyped] = useState(amountText(left, currency))
  const [fault, setFault] = useState<string | undefined>()
  const shifts = useOpenShifts(method === 'cash' ? storeId : '')
  const [shiftId, setShiftId] = useState('')
  // One key for what is shown, however often it is sent: a lost answer takes no money twice.
  const key = useRef(randomId())
  const shift = shifts?.find(({ id }) => id === shiftId) ?? shifts?.[0]
  const noTill = method === 'cash' && shifts !== null && shift === undefined

  const changed = (change: () => void) => {
    key.current = randomId()
    setFault(undefined)
    change()
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    const amount = parseAmount(typed, currency)
    if (amount === null || amount < 1 || amount > left) {
      setFault(say('badAmount', { most: formatMoney({ amount: left, currency }, language) }))
      return
    }
    const body = {
      method,
      amount,
      storeId,
      ...(method === 'cash' && shift !== undefined && { shiftId: shift.id }),
    }
    const path = `/api/v1/orders/${encodeURIComponent(order.id)}/payments`
    if (await open.act(() => call('POST', path, { body, idempotencyKey: key.current }))) {
      show(say('tookPayment'))
      onPaid()
    }
  }
  return (
    <form class="order-form" onSubmit={submit}>
      <div class="form-row">
        <SelectField
          label={say('method')}
          value={method}
          options={methods.map(name => [name, sayMethod(name)])}
          testId="pay-method"
          onChoose={chosen => changed(() => setMethod(chosen))}
        />
        <Field label={say('amount')} error={fault}>
          {attributes => (
            <input
              {...attributes}
              inputMode="decimal"
              value={typed}
              data-testid="pay-amount"
              onInput={event => {
                const text = event.currentTarget.value
                changed(() => setTyped(text))
              }}
            />
          )}
        </Field>
        {own === null && stores.length > 1 && (
          <StoreSelect
            label={say('tillStore')}
            stores={stores}
            value={storeId}
            onChoose={id => changed(() => setStoreId(id))}
          />
        )}
        {method === 'cash' && (
          <ShiftSelect
            label={say('shift')}
            shifts={shifts}
            value={shift?.id}
            onChoose={id => changed(() => setShiftId(id))}
          />
        )}
      </div>
      {noTill && <p class="callout">{say('cashNeedsShift')}</p>}
      <div class="form-actions">
        <Button kind="quiet" onClick={onPaid}>
          {sayDesk('cancel')}
        </Button>
        <Button
          type="submit"
          kind="primary"
          busy={open.busy || (method === 'cash' && shifts === null)}
          disabled={noTill}
          data-testid="pay-now"
        >
          {say('takePayment')}
        </Button>
      </div>
    </form>
  )
}
