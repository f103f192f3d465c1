import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { orderOfLink, rememberOrder } from '../shared/my-orders.ts'
import { useFocus } from '../shared/use-focus.ts'
import { ordersWords } from './words.ts'

/** An order that was placed on another device, by the link that opens it. */
export function AddOrder({ onAdded }: { onAdded: () => void }) {
  const say = useWords(ordersWords)
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [fault, setFault] = useState<'addFault' | 'addUnknown' | 'addFailed' | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useFocus<HTMLInputElement>(open)
  const add = async (event: Event) => {
    event.preventDefault()
    const found = orderOfLink(text)
    if (!found) {
      setFault('addFault')
      return
    }
    setBusy(true)
    try {
      const { id, token } = found
      rememberOrder(
        await call<OrderView>('GET', `/api/v1/orders/${encodeURIComponent(id)}`, { token }),
        token,
      )
      setText('')
      setOpen(false)
      onAdded()
    } catch (error) {
      const refused = error instanceof ApiProblem && error.status >= 400 && error.status < 500
      setFault(refused ? 'addUnknown' : 'addFailed')
    }
    setBusy(false)
  }
  if (!open) {
    return (
      <Button kind="quiet" wide data-testid="add-order" onClick={() => setOpen(true)}>
        {say('add')}
      </Button>
    )
  }
  return (
    <form class="add-order" noValidate onSubmit={add}>
      <Field label={say('addLabel')} hint={say('addHint')} error={fault ? say(fault) : undefined}>
        {attributes => (
          <input
            {...attributes}
            ref={field}
            type="url"
            inputMode="url"
            autoComplete="off"
            data-testid="order-link"
            value={text}
            onInput={event => {
              setText(event.currentTarget.value)
              setFault(null)
            }}
          />
        )}
      </Field>
      <Button type="submit" busy={busy} data-testid="add-order-link">
        {say('addButton')}
      </Button>
    </form>
  )
}
