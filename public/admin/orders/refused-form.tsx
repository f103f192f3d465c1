import { useState } from 'preact/hooks'
import type { FulfilmentView, OrderLineView } from '../../../src/wire.ts'
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
  readonly lines: readonly OrderLineView[]
  readonly busy: boolean
  onRefused(refused: readonly Refused[]): void
  onClose(): void
}

/** What of a parcel was refused at the door, line by line, and what became of it. */
export function RefusedForm({ part, lines, busy, onRefused, onClose }: Props) {
  const say = useWords(orderWords)
  const sayDesk = useWords(deskWords)
  const [units, setUnits] = useState<Readonly<Record<string, number>>>({})
  const [broken, setBroken] = useState(false)
  const refused = part.lines.flatMap(({ variantId }) => {
    const count = units[variantId] ?? 0
    if (count === 0) return []
    return [{ variantId, restocked: broken ? 0 : count, writtenOff: broken ? count : 0 }]
  })
  const submit = (event: Event) => {
    event.preventDefault()
    if (refused.length > 0) onRefused(refused)
  }
  return (
    <form class="order-form" onSubmit={submit} data-testid="refused-form">
      <p class="quiet small">{say('refusedText', { store: part.store.name })}</p>
      {part.lines.map(({ variantId, quantity }) => {
        const line = lines.find(line => line.variantId === variantId)
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
      <div class="form-actions">
        <Button kind="quiet" onClick={onClose}>
          {sayDesk('cancel')}
        </Button>
        <Button
          type="submit"
          kind="primary"
          busy={busy}
          disabled={refused.length === 0}
          data-testid="refused-now"
        >
          {say('markDelivered')}
        </Button>
      </div>
    </form>
  )
}
