import { useState } from 'preact/hooks'
import type { FulfilmentView, OrderView } from '../../../src/wire.ts'
import { useDoorCash } from '../../desk/door-cash.tsx'
import { Switch } from '../../desk/switch.tsx'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { useWords } from '../../shared/language.tsx'
import { orderWords } from './words.ts'

type Refused = { readonly variantId: string; readonly restocked: number; readonly writtenOff: number }

type Props = {
  readonly part: FulfilmentView
  readonly order: OrderView
  readonly busy: boolean
  onRefused(body: { readonly refused: readonly Refused[]; readonly shiftId?: string }): void
  onClose(): void
}

/** What of a parcel was refused at the door, line by line, and what became of it. */
export function RefusedForm({ part, order, busy, onRefused, onClose }: Props) {
  const say = useWords(orderWords)
  const sayDesk = useWords(deskWords)
  const [units, setUnits] = useState<Readonly<Record<string, number>>>({})
  const [broken, setBroken] = useState(false)
  const cash = useDoorCash(order, part.store.id)
  const refused = part.lines.flatMap(({ variantId }) => {
    const count = units[variantId] ?? 0
    if (count === 0) return []
    return [{ variantId, restocked: broken ? 0 : count, writtenOff: broken ? count : 0 }]
  })
  const submit = (event: Event) => {
    event.preventDefault()
    if (refused.length > 0 && cash.known) onRefused({ refused, ...cash.body })
  }
  return (
    <form class="order-form" onSubmit={submit} data-testid="refused-form">
      <p class="quiet small">{say('refusedText', { store: part.store.name })}</p>
      {part.lines.map(({ variantId, quantity }) => {
        const line = order.lines.find(line => line.variantId === variantId)
        return (
          <Field
            key={variantId}
            label={line ? goodsName(line) : ''}
            hint={say('ofUnits', { count: quantity })}
          >
            {attributes => (
              <input
                {...attributes}
                type="number"
                inputMode="numeric"
                min={0}
                max={quantity}
                value={units[variantId] ?? 0}
                data-testid={`refused-${line?.sku}`}
                onInput={event => {
                  const typed = Math.trunc(Number(event.currentTarget.value))
                  const count = Math.min(quantity, Math.max(0, Number.isNaN(typed) ? 0 : typed))
                  setUnits(before => ({ ...before, [variantId]: count }))
                }}
              />
            )}
          </Field>
        )
      })}
      <Switch label={say('notSellable')} on={broken} onChange={setBroken} />
      {cash.field}
      <div class="form-actions">
        <Button kind="quiet" onClick={onClose}>
          {sayDesk('cancel')}
        </Button>
        <Button
          type="submit"
          kind="primary"
          busy={busy}
          disabled={refused.length === 0 || !cash.known}
          data-testid="refused-now"
        >
          {say('markDelivered')}
        </Button>
      </div>
    </form>
  )
}
