import { useState } from 'preact/hooks'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { orderWords } from './words.ts'

type Props = {
  readonly busy: boolean
  onShip(parcel: { readonly carrier?: string; readonly trackingNumber?: string }): void
}

export function ShipForm({ busy, onShip }: Props) {
  const say = useWords(orderWords)
  const [carrier, setCarrier] = useState('')
  const [tracking, setTracking] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    onShip({
      ...(carrier.trim() !== '' && { carrier: carrier.trim() }),
      ...(tracking.trim() !== '' && { trackingNumber: tracking.trim() }),
    })
  }
  const field = (label: string, value: string, set: (value: string) => void, testId: string) => (
    <Field label={label} hint={say('optional')}>
      {attributes => (
        <input
          {...attributes}
          value={value}
          maxLength={80}
          autocomplete="off"
          data-testid={testId}
          onInput={event => set(event.currentTarget.value)}
        />
      )}
    </Field>
  )
  return (
    <form class="order-form" onSubmit={submit}>
      <div class="form-row">
        {field(say('carrier'), carrier, setCarrier, 'carrier')}
        {field(say('tracking'), tracking, setTracking, 'tracking')}
      </div>
      <Button type="submit" kind="primary" busy={busy} data-testid="ship-now">
        {say('markShipped')}
      </Button>
    </form>
  )
}
