import { useCallback, useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { Button } from '../shared/button.tsx'
import { CameraIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { useToast } from '../shared/toast.tsx'
import { Camera } from './camera.tsx'
import { CodeForm } from './code-form.tsx'
import { enterMeans } from './enter.ts'
import { OrderCard } from './order-card.tsx'
import { OrderLists } from './order-lists.tsx'
import { Result } from './result.tsx'
import { expectedTender, type Tender } from './tender.ts'
import { useStoreOrders } from './use-store-orders.ts'
import { useTill } from './use-till.ts'
import { counterWords } from './words.ts'

/** The counter of one store: a code comes in, the order is looked at, and the goods go out. */
export function Till({ store }: { store: StoreView }) {
  const say = useWords(counterWords)
  const { toast, show } = useToast()
  const orders = useStoreOrders(store.id, useCall())
  const till = useTill(store.id, orders.reload)
  const { state } = till
  const [camera, setCamera] = useState(false)
  const closeCamera = useCallback(() => setCamera(false), [])

  const order = state.phase === 'order' || state.phase === 'busy' ? state.order : null
  const [paid, setPaid] = useState<{ readonly orderId: string; readonly tender: Tender } | null>(null)
  const tender = order && (paid?.orderId === order.id ? paid.tender : expectedTender(order.payment.method))
  const handOver = () => void till.handOver(tender)

  const enter = (code: string) => {
    const shownFor = state.phase === 'order' ? performance.now() - state.shownAt : 0
    const meaning = enterMeans(code, state.phase, shownFor)
    if (meaning === 'lookup') void till.lookup(code.trim())
    else if (meaning === 'hand-over') handOver()
    else if (state.phase === 'result') state.retry?.()
  }

  return (
    <div class="till">
      <section class="till-main">
        <CodeForm phase={state.phase} onEnter={enter}>
          <Button icon aria-label={say(camera ? 'closeCamera' : 'camera')} onClick={() => setCamera(!camera)}>
            <CameraIcon />
          </Button>
        </CodeForm>
        {state.phase === 'busy' && !order && (
          <div class="till-wait">
            <Spinner label={say('lookup')} />
          </div>
        )}
        {order && (
          <OrderCard
            order={order}
            scanned={state.phase !== 'order' || state.scanned}
            possible={state.phase !== 'order' || state.code !== null}
            busy={state.phase === 'busy'}
            tender={tender}
            onTender={chosen => setPaid({ orderId: order.id, tender: chosen })}
            onHandOver={handOver}
            onClear={till.clear}
          />
        )}
        {state.phase === 'result' && <Result outcome={state.outcome} retry={state.retry} />}
        {camera && (
          <Camera
            paused={state.phase === 'order' || state.phase === 'busy'}
            onCode={code => void till.lookup(code)}
            onClose={closeCamera}
          />
        )}
      </section>
      <OrderLists
        orders={orders}
        onOpen={listed => state.phase !== 'busy' && void till.open(listed)}
        onCode={code => void till.lookup(code)}
        say={show}
      />
      {toast}
    </div>
  )
}
