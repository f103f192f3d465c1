import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { PinIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import type { Faults, StoreDraft } from './store-draft.ts'
import { storeWords } from './words.ts'

export type PartProps = {
  readonly draft: StoreDraft
  readonly faults: Faults
  change(changes: Partial<StoreDraft>): void
}

/** Name, address, telephone, position. */
export function StoreFields({ draft, faults, change }: PartProps) {
  const say = useWords(storeWords)
  const [lost, setLost] = useState(false)
  const text = (name: 'name' | 'address' | 'phone', hint?: string) => (
    <Field label={say(name)} hint={hint} error={faults[name] && say(faults[name])}>
      {given => (
        <input
          {...given}
          inputMode={name === 'phone' ? 'tel' : 'text'}
          value={draft[name]}
          maxLength={name === 'address' ? 300 : 80}
          data-testid={`store-${name}`}
          onInput={event => change({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLost(false)
        change({ position: `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}` })
      },
      () => setLost(true),
      { enableHighAccuracy: true, timeout: 10_000 },
    )
  const wrong = faults.position ? say(faults.position) : lost ? say('noPosition') : undefined
  return (
    <>
      {text('name')}
      {text('address')}
      {text('phone', say('optional'))}
      <Field label={say('position')} hint={say('positionHint')} error={wrong}>
        {given => (
          <div class="input-with-button">
            <input
              {...given}
              value={draft.position}
              maxLength={2000}
              data-testid="store-position"
              onInput={event => change({ position: event.currentTarget.value })}
            />
            <button type="button" class="input-button" onClick={locate}>
              <PinIcon />
              {say('myPosition')}
            </button>
          </div>
        )}
      </Field>
    </>
  )
}
