import type { Week } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { DayHours } from './day-hours.tsx'
import { everyDay, weekdays } from './store-draft.ts'
import { storeWords } from './words.ts'

type Props = { readonly week: Week; onChange(week: Week): void }

/** The week: most stores type one day and use it for all. */
export function WeekHours({ week, onChange }: Props) {
  const say = useWords(storeWords)
  return (
    <fieldset class="group">
      <legend class="sub-title">{say('hours')}</legend>
      <p class="quiet small">{say('hoursHint')}</p>
      {weekdays.map(day => (
        <div class="week-day" key={day}>
          <div class="week-day-head">
            <strong>{say(day)}</strong>
            <Button
              kind="quiet"
              aria-label={`${say(day)}: ${say('copyToAll')}`}
              data-testid={`copy-${day}`}
              onClick={() => onChange(everyDay(week[day]))}
            >
              {say('copyToAll')}
            </Button>
          </div>
          <DayHours
            label={say(day)}
            spans={week[day]}
            testId={`hours-${day}`}
            onChange={spans => onChange({ ...week, [day]: spans })}
          />
        </div>
      ))}
    </fieldset>
  )
}
