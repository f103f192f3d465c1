import { useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { localeOf } from '../shared/i18n.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { Skeleton } from '../shared/states.tsx'
import type { Slot, useSlots } from './use-slots.ts'
import { checkoutWords } from './words.ts'

type Props = {
  readonly slots: ReturnType<typeof useSlots>
  readonly chosen: string | null
  readonly missing: boolean
  onChoose(startsAt: string): void
}

/** A day, then a time of it. */
export function SlotChoice({ slots: { slots, failed, again }, chosen, missing, onChoose }: Props) {
  const say = useWords(checkoutWords)
  const language = useLanguage()
  const [day, setDay] = useState<string | null>(null)
  if (failed && !slots) {
    return (
      <div class="notice notice-bad" role="alert">
        <p>{say('slotsFailed')}</p>
        <Button onClick={again}>{say('retry')}</Button>
      </div>
    )
  }
  if (!slots) return <Skeleton class="skeleton-store" />
  const days = Object.entries(Object.groupBy(slots, slot => new Date(slot.startsAt).toDateString()))
  const isFree = ([, times]: (typeof days)[number]) => times?.some(({ free }) => free > 0)
  const shown = days.find(([name]) => name === day) ?? days.find(isFree)
  if (!days.some(isFree) || !shown) {
    return (
      <p class="notice" data-field="slot" tabIndex={-1}>
        {say('noSlots')}
      </p>
    )
  }
  const dayText = (slot: Slot | undefined) =>
    slot &&
    new Date(slot.startsAt).toLocaleDateString(localeOf(language), {
      month: 'short',
      day: 'numeric',
      weekday: 'short',
    })
  return (
    <fieldset class="choice">
      <legend class="choice-title">{say('slot')}</legend>
      {missing && (
        <p class="field-error" role="alert">
          {say('chooseSlot')}
        </p>
      )}
      <fieldset class="days" aria-label={say('slotDay')}>
        {days.map(entry => (
          <button
            key={entry[0]}
            type="button"
            class="day"
            aria-pressed={entry === shown}
            disabled={!isFree(entry)}
            onClick={() => setDay(entry[0])}
          >
            {dayText(entry[1]?.[0])}
          </button>
        ))}
      </fieldset>
      <div class="slots">
        {shown[1]?.map(slot => (
          <label key={slot.startsAt} class="option option-chip">
            <input
              type="radio"
              class="visually-hidden"
              name="slot"
              data-testid="slot"
              value={slot.startsAt}
              checked={slot.startsAt === chosen}
              disabled={slot.free === 0}
              onChange={() => onChoose(slot.startsAt)}
            />
            <span>{timeText(slot.startsAt, localeOf(language))}</span>
            <small>{slot.free > 0 ? say('slotFree', { count: slot.free }) : say('slotTaken')}</small>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function timeText(time: string, locale: string): string {
  return new Date(time).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}
