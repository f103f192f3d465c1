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
      <div class="form-row">
        <Field label={say('pickup')}>
          {given => (
            <select
              {...given}
              data-testid="store-pickup"
              value={draft.pickup}
              onChange={event => {
                const pickup = (['disabled', 'local', 'all'] as const).find(
                  mode => mode === event.currentTarget.value,
                )
                if (pickup) change({ pickup })
              }}
            >
              {(['local', 'all', 'disabled'] as const).map(mode => (
                <option key={mode} value={mode}>
                  {say(pickups[mode])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={say('delivery')}>
          {given => (
            <select
              {...given}
              data-testid="store-delivery"
              value={draft.delivery}
              onChange={event => {
                const delivery = (['none', 'everywhere', 'radius'] as const).find(
                  kind => kind === event.currentTarget.value,
                )
                if (delivery) change({ delivery })
              }}
            >
              {(['everywhere', 'radius', 'none'] as const).map(kind => (
                <option key={kind} value={kind}>
                  {say(areas[kind])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {draft.delivery === 'radius' &&
        number('kilometres', draft.position.trim() === '' ? say('radiusNeedsPosition') : undefined)}
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          data-testid="store-visits"
          aria-checked={draft.visits}
          checked={draft.visits}
          onChange={event => change({ visits: event.currentTarget.checked })}
        />
        {say('visitsOn')}
      </label>
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
