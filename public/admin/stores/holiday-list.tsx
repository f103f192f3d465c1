import type { Holiday } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { PlusIcon, TrashIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { DayHours } from './day-hours.tsx'
import { storeWords } from './words.ts'

type Props = { readonly holidays: readonly Holiday[]; onChange(holidays: readonly Holiday[]): void }

/** Days with hours of their own, or none. */
export function HolidayList({ holidays, onChange }: Props) {
  const say = useWords(storeWords)
  const put = (at: number, change: Partial<Holiday>) =>
    onChange(holidays.map((holiday, index) => (index === at ? { ...holiday, ...change } : holiday)))
  const add = () => {
    const last = holidays.at(-1)?.to
    const day = new Date(last === undefined ? Date.now() : Date.parse(last) + 86_400_000)
      .toISOString()
      .slice(0, 10)
    onChange([...holidays, { from: day, to: day, name: '', spans: [] }])
  }
  return (
    <fieldset class="group">
      <legend class="sub-title">{say('holidays')}</legend>
      {holidays.map((holiday, index) => (
        <div class="variant-draft" key={index}>
          <div class="input-with-button">
            <input
              class="field-input"
              value={holiday.name}
              maxLength={60}
              placeholder={say('holidayName')}
              aria-label={say('holidayName')}
              onInput={event => put(index, { name: event.currentTarget.value })}
            />
            <button
              type="button"
              class="input-button"
              aria-label={say('remove')}
              onClick={() => onChange(holidays.filter((_, at) => at !== index))}
            >
              <TrashIcon />
            </button>
          </div>
          <div class="form-row">
            <label class="field">
              <span class="field-label">{say('from')}</span>
              <input
                class="field-input"
                type="date"
                value={holiday.from}
                onChange={event => {
                  const from = event.currentTarget.value
                  put(index, holiday.to < from ? { from, to: from } : { from })
                }}
              />
            </label>
            <label class="field">
              <span class="field-label">{say('to')}</span>
              <input
                class="field-input"
                type="date"
                min={holiday.from}
                value={holiday.to}
                onChange={event => put(index, { to: event.currentTarget.value })}
              />
            </label>
          </div>
          <DayHours
            label={say('holidayHours')}
            spans={holiday.spans}
            onChange={spans => put(index, { spans })}
          />
        </div>
      ))}
      <Button onClick={add} data-testid="add-holiday">
        <PlusIcon />
        {say('addHoliday')}
      </Button>
    </fieldset>
  )
}
