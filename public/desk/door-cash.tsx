import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { recall } from '../shared/device-store.ts'
import type { Words } from '../shared/i18n.ts'
import { useWords } from '../shared/language.tsx'
import { SelectField } from './select.tsx'
import { useOpenShifts } from './use-open-shifts.ts'

const doorCashWords = {
  label: ['货到付款的现金', 'Cash that was paid at the door'],
  hint: ['现金放进哪个收银台，就算在哪一班里。', 'It counts in the shift of the till that it is put into.'],
  choose: ['请选择', 'Choose'],
  into: ['放进 {till}（{name}）', 'Into {till} ({name})'],
  carrier: ['在快递公司那里', 'The carrier has it'],
} as const satisfies Words<string>

const carrier = 'carrier'

export type DoorCash = {
  /** Null: there is nothing to ask. */
  readonly field: ComponentChildren
  /** False until it is known where the cash is. */
  readonly known: boolean
  /** For `POST …/deliveries`. */
  readonly body: { readonly shiftId?: string }
}

/** Whether cash is still to come for an order that arrives. */
export function isPaidAtDoor({ payment, captured, total }: OrderView): boolean {
  return captured.amount < total.amount && ['cash-on-delivery', 'cash'].includes(payment.method)
}

/** Which open till of the store takes the cash that was paid at the door: this device's own, or the only one, to begin with. */
export function useDoorCash(order: OrderView, storeId: string): DoorCash {
  const say = useWords(doorCashWords)
  const asked = isPaidAtDoor(order)
  const shifts = useOpenShifts(asked ? storeId : '')
  const [chosen, setChosen] = useState<string | null>(null)
  if (!asked) return { field: null, known: true, body: {} }
  const own = shifts?.find(({ id }) => id === recall(`shift.${storeId}`))
  const [first, ...others] = shifts ?? []
  const only = others.length === 0 ? (first?.id ?? carrier) : ''
  const value = chosen ?? own?.id ?? (shifts === null ? '' : only)
  const options = [
    ...(value === '' ? [['', say('choose')] as const] : []),
    ...(shifts ?? []).map(({ id, till, openedBy }) => [id, say('into', { till, name: openedBy })] as const),
    [carrier, say('carrier')] as const,
  ]
  return {
    field: (
      <SelectField
        label={say('label')}
        hint={say('hint')}
        value={value}
        options={options}
        testId="door-cash"
        onChoose={setChosen}
      />
    ),
    known: value !== '',
    body: value === carrier || value === '' ? {} : { shiftId: value },
  }
}
