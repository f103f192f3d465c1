import { useCallback, useRef, useState } from 'preact/hooks'
import type { OrderView, ReturnPreview, ReturnView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { SelectField } from '../../desk/select.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { randomId } from '../../shared/random-id.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { returnWords } from './words.ts'

const reasons = ['unwanted', 'faulty', 'wrong', 'other'] as const

type Props = {
  readonly orderId: string
  readonly stores: readonly StoreView[]
  onMade(one: ReturnView): void
  onClose(): void
}

/** Staff take goods back that nobody had announced: first what and how many, then the sheet that takes them in. */
export function NewReturn({ orderId, onMade, onClose, stores }: Props) {
  const say = useWords(returnWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const path = `/api/v1/orders/${encodeURIComponent(orderId)}`
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<OrderView>('GET', path, { signal }), [call, path]),
  )
  const { resource } = loading
  const number = resource.state === 'ready' ? resource.value.number : ''
  return (
    <Sheet title={say('newTitle', { number })} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="order-sheet">
        <Loaded loading={loading}>{order => <Choice order={order} stores={stores} onMade={onMade} />}</Loaded>
      </div>
    </Sheet>
  )
}

function Choice({ order, stores, onMade }: Pick<Props, 'stores' | 'onMade'> & { readonly order: OrderView }) {
  const say = useWords(returnWords)
  const call = useCall()
  const { storeId } = useStaff()
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({})
  const [reason, setReason] = useState<(typeof reasons)[number]>('unwanted')
  const { busy, problem, run } = useSteps()
  const key = useRef(randomId())
  const left = order.lines.filter(({ quantity, returned }) => quantity > returned)
  const lines = Object.entries(counts)
    .filter(([, quantity]) => quantity > 0)
    .map(([variantId, quantity]) => ({ variantId, quantity }))
  const path = `/api/v1/orders/${encodeURIComponent(order.id)}/returns`

  const submit = (event: Event) => {
    event.preventDefault()
    if (lines.length === 0) return
    const body = {
      kind: 'return',
      via: 'store',
      storeId: storeId ?? stores[0]?.id ?? null,
      reason: say(reason),
      lines,
    }
    run(async () => onMade(await call<ReturnView>('POST', path, { body, idempotencyKey: key.current })))
  }
  if (left.length === 0) return <p>{say('nothingLeft')}</p>
  if (!order.steps.includes('return')) return <p>{say('notReturnable')}</p>
  return (
    <form class="form" onSubmit={submit}>
      {left.map(line => {
        const most = line.quantity - line.returned
        const title = goodsName(line)
        return (
          <SelectField
            key={line.variantId}
            label={say('howMany', { title, most })}
            value={String(counts[line.variantId] ?? 0)}
            options={Array.from({ length: most + 1 }, (_, count) => [String(count), String(count)])}
            testId={`back-${line.sku}`}
            onChoose={count => {
              key.current = randomId()
              setCounts({ ...counts, [line.variantId]: Number(count) })
            }}
          />
        )
      })}
      <SelectField
        label={say('reason')}
        value={reason}
        options={reasons.map(name => [name, say(name)])}
        onChoose={chosen => {
          key.current = randomId()
          setReason(chosen)
        }}
      />
      {lines.length > 0 && <Worth path={`${path}/preview`} lines={lines} />}
      <Fault text={problem} />
      <Button
        type="submit"
        kind="primary"
        wide
        busy={busy}
        disabled={lines.length === 0}
        data-testid="make-return"
      >
        {say('next')}
      </Button>
    </form>
  )
}

type WorthProps = {
  readonly path: string
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
}

/** What goes back for the chosen goods, and whether the rules ask for it. */
function Worth({ path, lines }: WorthProps) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const call = useCall()
  const asked = JSON.stringify(lines)
  const loading = useResource(
    useCallback(
      (signal: AbortSignal) =>
        call<ReturnPreview>('POST', path, { body: { lines: JSON.parse(asked) }, signal }),
      [call, path, asked],
    ),
  )
  return (
    <Loaded loading={loading}>
      {({ amount, refusal }) => (
        <>
          <p>
            <strong>{say('worth', { amount: formatMoney(amount, language) })}</strong>
          </p>
          {refusal !== null && <p class="callout">{say('mayNot')}</p>}
        </>
      )}
    </Loaded>
  )
}
