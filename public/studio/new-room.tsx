import { useState } from 'preact/hooks'
import { Fault } from '../desk/fault.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { deskWords } from '../desk/words.ts'
import { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { isSlug, proposedSlug } from './slug.ts'
import type { RoomSummary } from './studio.tsx'
import { studioWords } from './words.ts'

type FormProps = {
  /** Addresses that are in use already. */
  readonly taken: readonly string[]
  onMade(room: RoomSummary): void
}

export function NewRoom({ onClose, ...form }: FormProps & { onClose(): void }) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  return (
    <Sheet small title={say('newRoom')} closeLabel={sayDesk('close')} onClose={onClose}>
      <NewRoomForm {...form} />
    </Sheet>
  )
}

export function NewRoomForm({ taken, onMade }: FormProps) {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [title, setTitle] = useState('')
  const [typedSlug, setTypedSlug] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<{ title?: string; slug?: string; form?: string }>({})
  const slug = typedSlug ?? proposedSlug(title, taken)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (title.trim() === '') return setFaults({ title: say('needTitle') })
    if (!isSlug(slug)) return setFaults({ slug: say('badSlug') })
    setBusy(true)
    setFaults({})
    try {
      const room = { slug, title: title.trim() }
      await call('POST', '/api/v1/rooms', { body: room })
      onMade({ ...room, state: 'offline' })
    } catch (error) {
      const clash = error instanceof ApiProblem && error.status === 409
      setFaults(clash ? { slug: say('slugTaken') } : { form: sayProblem(error) })
      setBusy(false)
    }
  }

  return (
    <form class="form" onSubmit={submit} noValidate>
      <Field label={say('roomTitle')} hint={say('roomTitleHint')} error={faults.title}>
        {attributes => (
          <input
            {...attributes}
            value={title}
            maxLength={80}
            data-testid="room-title"
            onInput={event => setTitle(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={say('slug')} hint={say('slugHint')} error={faults.slug}>
        {attributes => (
          <div class="prefixed">
            <span class="prefix">/r/</span>
            <input
              {...attributes}
              value={slug}
              maxLength={40}
              autocapitalize="off"
              spellcheck={false}
              data-testid="room-slug"
              onInput={event => setTypedSlug(event.currentTarget.value.trim().toLowerCase())}
            />
          </div>
        )}
      </Field>
      <Fault text={faults.form} />
      <Button type="submit" kind="primary" wide busy={busy} data-testid="create-room">
        {say('create')}
      </Button>
    </form>
  )
}
