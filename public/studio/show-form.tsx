import { useState } from 'preact/hooks'
import type { RoomView, ShowView } from '../../src/wire.ts'
import { Fault } from '../desk/fault.tsx'
import { useCall } from '../desk/session.tsx'
import { Switch } from '../desk/switch.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { fromLocal, proposedStart, toLocal } from './local-time.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly known: ShowView | null
  readonly room: RoomView
  onSaved(show: ShowView, made: boolean): void
}

type Faults = { readonly title?: string; readonly when?: string; readonly form?: string }

/** A show's title and time, and for a new one which products it begins with. */
export function ShowForm({ known, room, onSaved }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [title, setTitle] = useState(known?.title ?? room.title)
  const [firstWhen] = useState(() => firstTime(known))
  const [when, setWhen] = useState(firstWhen)
  const [sameLineup, setSameLineup] = useState(false)
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<Faults>({})
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

  const save = async (startsAt: number | null): Promise<ShowView> => {
    const time = startsAt === null ? {} : { startsAt: new Date(startsAt).toISOString() }
    if (known) {
      // What was not touched is left alone: the title may be the room's, and the field knows whole minutes only.
      const body = {
        ...(title.trim() === known.title ? {} : { title: title.trim() }),
        ...(when === firstWhen ? {} : time),
      }
      return call<ShowView>('PATCH', `/api/v1/shows/${encodeURIComponent(known.id)}`, { body })
    }
    const productIds = room.lineup.map(product => product.id)
    const body = { title: title.trim(), ...time, ...(sameLineup && { productIds }) }
    return call<ShowView>('POST', `/api/v1/rooms/${encodeURIComponent(room.slug)}/shows`, { body })
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (title.trim() === '') return setFaults({ title: say('needTitle') })
    const startsAt = fromLocal(when)
    const timeless = known !== null && known.startsAt === null && when === ''
    if (startsAt === null && !timeless) return setFaults({ when: say('needTime') })
    if (startsAt !== null && when !== firstWhen && startsAt <= Date.now())
      return setFaults({ when: say('timePast') })
    setBusy(true)
    setFaults({})
    try {
      onSaved(await save(startsAt), known === null)
    } catch (error) {
      setFaults({ form: sayProblem(error) })
      setBusy(false)
    }
  }

  return (
    <form class="form" onSubmit={submit} noValidate>
      <Field label={say('showTitle')} error={faults.title}>
        {attributes => (
          <input
            {...attributes}
            value={title}
            maxLength={80}
            data-testid="show-title"
            onInput={event => setTitle(event.currentTarget.value)}
          />
        )}
      </Field>
      {known?.state !== 'live' && (
        <Field label={say('showTime')} hint={say('zone', { zone })} error={faults.when}>
          {attributes => (
            <input
              {...attributes}
              type="datetime-local"
              value={when}
              data-testid="show-time"
              onInput={event => setWhen(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {known === null && room.lineup.length > 0 && (
        <Switch
          label={say('sameLineup', { count: room.lineup.length })}
          on={sameLineup}
          testId="same-lineup"
          onChange={setSameLineup}
        />
      )}
      <Fault text={faults.form} />
      <Button type="submit" kind="primary" wide busy={busy} data-testid="save-show">
        {known ? sayDesk('save') : say('schedule')}
      </Button>
    </form>
  )
}

function firstTime(known: ShowView | null): string {
  if (known === null) return toLocal(proposedStart(Date.now()))
  return known.startsAt === null ? '' : toLocal(Date.parse(known.startsAt))
}
