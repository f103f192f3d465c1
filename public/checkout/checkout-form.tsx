import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Field } from '../shared/field.tsx'
import { PinIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { useFocus } from '../shared/use-focus.ts'
import { ContactFields } from './contact-fields.tsx'
import { FulfilmentChoice } from './fulfilment-choice.tsx'
import { Parcels } from './parcels.tsx'
import { SlotChoice } from './slot-choice.tsx'
import { StoreList } from './store-list.tsx'
import type { Checkout } from './use-checkout.ts'
import { checkoutWords } from './words.ts'

const mostNote = 500

type Props = {
  readonly checkout: Checkout
  /** What is bought, before how it is got. */
  readonly children: ComponentChildren
}

/** Its button stands in the sheet's foot: `CheckoutFoot`. */
export function CheckoutForm({ checkout, children }: Props) {
  const { kind, atStore, checked, contact, setContact, faults } = checkout
  return (
    <form
      id="purchase"
      class="purchase"
      ref={checkout.form}
      noValidate
      onSubmit={event => checkout.submit(event)}
    >
      {children}
      {checkout.kinds.length > 1 && (
        <FulfilmentChoice kinds={checkout.kinds} chosen={kind} onChoose={checkout.chooseKind} />
      )}
      {atStore && (
        <StoreList
          options={checkout.options}
          failed={checkout.storesFailed}
          chosen={checkout.store}
          missing={checked && checkout.options !== null && !checkout.store}
          none={kind === 'visit' ? 'noVisits' : 'noStores'}
          here={checkout.here}
          onChoose={checkout.chooseStore}
          onRetry={checkout.retryStores}
        />
      )}
      {kind === 'visit' && checkout.store && (
        <SlotChoice
          slots={checkout.slots}
          chosen={checkout.slot}
          missing={checked && checkout.slot === null}
          onChoose={checkout.chooseSlot}
        />
      )}
      <ContactFields
        contact={contact}
        faults={checked ? faults : []}
        needsAddress={!atStore}
        onChange={setContact}
      />
      {!atStore && (
        <>
          <FromNear checkout={checkout} />
          <Parcels checkout={checkout} />
        </>
      )}
      <Note checkout={checkout} />
    </form>
  )
}

/** The position leaves the device only here, and only when it is asked for. */
function FromNear({ checkout: { here, near, setNear } }: { checkout: Checkout }) {
  const say = useWords(checkoutWords)
  if (!here.can) return here.refused ? <p class="field-hint">{say('notLocated')}</p> : null
  if (near && here.position) {
    return (
      <p class="near">
        <PinIcon />
        {say('nearKnown')}
        <button type="button" class="link" onClick={() => setNear(false)}>
          {say('nearForget')}
        </button>
      </p>
    )
  }
  return (
    <button
      type="button"
      class="link"
      data-testid="from-near"
      disabled={here.asking}
      onClick={() => {
        setNear(true)
        if (!here.position) here.ask()
      }}
    >
      <PinIcon />
      {say(here.asking ? 'locating' : 'fromNear')}
    </button>
  )
}

function Note({ checkout: { note, setNote } }: { checkout: Checkout }) {
  const say = useWords(checkoutWords)
  const [open, setOpen] = useState(false)
  const field = useFocus<HTMLTextAreaElement>(open)
  if (!open) {
    return (
      <button type="button" class="link note-add" onClick={() => setOpen(true)}>
        {say('noteAdd')}
      </button>
    )
  }
  return (
    <Field label={say('note')}>
      {attributes => (
        <textarea
          {...attributes}
          ref={field}
          name="note"
          rows={2}
          maxLength={mostNote}
          value={note}
          onInput={event => setNote(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
