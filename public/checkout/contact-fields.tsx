import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { type Contact, type ContactFault, mostLength } from './contact.ts'
import { checkoutWords } from './words.ts'

type Props = {
  readonly contact: Contact
  readonly faults: readonly ContactFault[]
  readonly needsAddress: boolean
  onChange(contact: Contact): void
}

export function ContactFields({ contact, faults, needsAddress, onChange }: Props) {
  const say = useWords(checkoutWords)
  const fault = (key: ContactFault) => (faults.includes(key) ? say(`${key}Fault`) : undefined)
  return (
    <fieldset class="choice contact">
      <legend class="choice-title">{say('contact')}</legend>
      <Field label={say('name')} error={fault('name')}>
        {attributes => (
          <input
            {...attributes}
            data-testid="name"
            name="name"
            autoComplete="name"
            maxLength={mostLength.name}
            value={contact.name}
            onInput={event => onChange({ ...contact, name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={say('phone')} error={fault('phone')}>
        {attributes => (
          <input
            {...attributes}
            data-testid="phone"
            name="phone"
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={mostLength.phone}
            value={contact.phone}
            onInput={event => onChange({ ...contact, phone: event.currentTarget.value })}
          />
        )}
      </Field>
      {needsAddress && (
        <Field label={say('address')} hint={say('addressHint')} error={fault('address')}>
          {attributes => (
            <textarea
              {...attributes}
              data-testid="address"
              name="address"
              autoComplete="street-address"
              rows={2}
              maxLength={mostLength.address}
              value={contact.address}
              onInput={event => onChange({ ...contact, address: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </fieldset>
  )
}
