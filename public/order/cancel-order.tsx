import { useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Confirm } from '../shared/confirm.tsx'
import { useWords } from '../shared/language.tsx'
import { useToast } from '../shared/toast.tsx'
import { words } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly token: string | undefined
  onCancelled(order: OrderView): void
}

export function CancelOrder({ order, token, onCancelled }: Props) {
  const say = useWords(words)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { show, toast } = useToast()
  const cancel = async () => {
    setBusy(true)
    try {
      onCancelled(
        await call<OrderView>('POST', `/api/v1/orders/${encodeURIComponent(order.id)}/cancel`, { token }),
      )
    } catch (error) {
      const detail = error instanceof ApiProblem ? error.detail : ''
      show(detail ? say('cancelRefused', { detail }) : say('cancelFailed'), 'bad')
      setAsking(false)
      setBusy(false)
    }
  }
  return (
    <div class="order-actions">
      <Button kind="danger" data-testid="cancel" onClick={() => setAsking(true)}>
        {say('cancel')}
      </Button>
      {asking && (
        <Confirm
          title={say('cancelTitle')}
          confirmLabel={say('cancel')}
          cancelLabel={say('keep')}
          busy={busy}
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        >
          <p>{say('cancelText')}</p>
        </Confirm>
      )}
      {toast}
    </div>
  )
}
