import { useState } from 'preact/hooks'
import type { ReturnView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { refusalText } from './refusal-text.ts'
import { returnWords } from './words.ts'

type Props = { readonly made: ReturnView; readonly token: string | undefined; onChanged(): void }

const mostLength = 80

/** Which parcel it comes back in. */
export function TrackingForm({ made, token, onChanged }: Props) {
  const say = useWords(returnWords)
  const [open, setOpen] = useState(false)
  const [carrier, setCarrier] = useState(made.carrier ?? '')
  const [number, setNumber] = useState(made.trackingNumber ?? '')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const save = async (event: Event) => {
    event.preventDefault()
    if (carrier.trim() === '' || number.trim() === '') {
      setFault(say('trackingFault'))
      return
    }
    setBusy(true)
    try {
      await call('PATCH', `/api/v1/returns/${encodeURIComponent(made.id)}`, {
        token,
        body: { carrier: carrier.trim(), trackingNumber: number.trim() },
      })
      setOpen(false)
      onChanged()
    } catch (error) {
      setFault(error instanceof ApiProblem ? refusalText(error, say) : say('failed'))
    }
    setBusy(false)
  }
  const input = (value: string, set: (text: string) => void, name: string) => (attributes: object) => (
    <input
      {...attributes}
      name={name}
      autoComplete="off"
      maxLength={mostLength}
      value={value}
      onInput={event => {
        set(event.currentTarget.value)
        setFault('')
      }}
    />
  )
  return (
    <>
      <Button data-testid="tracking-open" onClick={() => setOpen(true)}>
        {say(made.trackingNumber ? 'trackingChange' : 'tracking')}
      </Button>
      {open && (
        <Sheet
          small
          title={say('tracking')}
          closeLabel={say('close')}
          onClose={() => setOpen(false)}
          foot={
            <Button kind="primary" wide type="submit" form="tracking" busy={busy}>
              {say('save')}
            </Button>
          }
        >
          <form id="tracking" class="tracking-form" noValidate onSubmit={save}>
            <Field label={say('carrier')}>{input(carrier, setCarrier, 'carrier')}</Field>
            <Field label={say('trackingNumber')} error={fault || undefined}>
              {input(number, setNumber, 'trackingNumber')}
            </Field>
          </form>
        </Sheet>
      )}
    </>
  )
}
