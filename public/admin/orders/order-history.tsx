import { useState } from 'preact/hooks'
import type { OrderView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import type { SectionProps } from '../section.tsx'
import { eventText } from './event-text.ts'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = { readonly order: OrderView; readonly open: OpenOrder; readonly show: SectionProps['show'] }

/** What happened to the order, newest first, and a place to add to it. */
export function OrderHistory({ order, open, show }: Props) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const call = useCall()
  const mayIn = useMayIn()
  const mayNote = order.fulfilments.some(({ store }) => mayIn('orders.fulfil', store.id))
  const [text, setText] = useState('')
  const add = async (event: Event) => {
    event.preventDefault()
    const note = text.trim()
    if (note === '') return
    const path = `/api/v1/orders/${encodeURIComponent(order.id)}/notes`
    if (await open.act(() => call('POST', path, { body: { text: note } }))) {
      setText('')
      show(say('noted'))
    }
  }
  return (
    <section class="order-section" aria-label={say('history')}>
      <h3 class="order-heading">{say('history')}</h3>
      {mayNote && (
        <form class="order-note" onSubmit={add}>
          <Field label={say('internalNote')}>
            {attributes => (
              <textarea
                {...attributes}
                rows={2}
                maxLength={1000}
                value={text}
                data-testid="note"
                onInput={event => setText(event.currentTarget.value)}
              />
            )}
          </Field>
          <Button type="submit" busy={open.busy} disabled={text.trim() === ''} data-testid="add-note">
            {say('addNote')}
          </Button>
        </form>
      )}
      <Loaded loading={open.timeline}>
        {events => (
          <ol class="order-history" data-testid="timeline">
            {events.toReversed().map(event => (
              <li key={event.id}>
                <span>{eventText(event, order.total.currency, language)}</span>
                <span class="quiet small">
                  {[timeText(event.at, language), event.by].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  )
}
