import { useEffect, useId, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { MinusIcon, PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { checkoutWords } from './words.ts'

type Props = { readonly value: number; readonly most: number; onChange(value: number): void }

export function QuantityStepper({ value, most, onChange }: Props) {
  const say = useWords(checkoutWords)
  const id = useId()
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped(String(value)), [value])
  const take = (text: string) => {
    setTyped(text)
    const number = Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= most) onChange(number)
  }
  return (
    <div class="stepper">
      <label class="choice-title" for={id}>
        {say('quantity')}
      </label>
      <div class="stepper-box">
        <Button
          kind="quiet"
          icon
          aria-label={say('less')}
          disabled={value <= 1}
          onClick={() => onChange(value - 1)}
        >
          <MinusIcon />
        </Button>
        <input
          id={id}
          class="stepper-input"
          data-testid="quantity"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onInput={event => take(event.currentTarget.value)}
          onBlur={() => setTyped(String(value))}
        />
        <Button
          kind="quiet"
          icon
          aria-label={say('more')}
          disabled={value >= most}
          onClick={() => onChange(value + 1)}
        >
          <PlusIcon />
        </Button>
      </div>
    </div>
  )
}
