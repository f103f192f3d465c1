import { SelectField } from '../../desk/select.tsx'
import { Switch } from '../../desk/switch.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import type { PartProps } from './store-fields.tsx'
import { storeWords } from './words.ts'

const pickups = { disabled: 'pickupDisabled', local: 'pickupLocal', all: 'pickupAll' } as const
const areas = { none: 'deliveryNone', everywhere: 'deliveryEverywhere', radius: 'deliveryRadius' } as const

/** Pickup, delivery, visits. */
export function StoreServices({ draft, faults, change }: PartProps) {
  const say = useWords(storeWords)
  const number = (name: 'kilometres' | 'slotMinutes' | 'capacity' | 'daysAhead', hint?: string) => (
    <Field label={say(name)} hint={hint} error={faults[name] && say(faults[name])}>
      {given => (
        <input
          {...given}
          inputMode="decimal"
          value={draft[name]}
          data-testid={`store-${name}`}
          onInput={event => change({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
  return (
    <fieldset class="group">
      <legend class="sub-title">{`${say('pickup')} · ${say('delivery')}`}</legend>
      <div class="form-row form-row-wide">
        <SelectField
          label={say('pickup')}
          value={draft.pickup}
          options={(['local', 'all', 'disabled'] as const).map(mode => [mode, say(pickups[mode])])}
          testId="store-pickup"
          onChoose={pickup => change({ pickup })}
        />
        <SelectField
          label={say('delivery')}
          value={draft.delivery}
          options={(['everywhere', 'radius', 'none'] as const).map(kind => [kind, say(areas[kind])])}
          testId="store-delivery"
          onChoose={delivery => change({ delivery })}
        />
      </div>
      {draft.delivery === 'radius' &&
        number('kilometres', draft.position.trim() === '' ? say('radiusNeedsPosition') : undefined)}
      <Switch
        label={say('visitsOn')}
        on={draft.visits}
        testId="store-visits"
        onChange={visits => change({ visits })}
      />
      {draft.visits && (
        <div class="form-row">
          {number('slotMinutes')}
          {number('capacity')}
          {number('daysAhead')}
        </div>
      )}
    </fieldset>
  )
}
