import { useCallback, useState } from 'preact/hooks'
import type { OrderView, ReturnView } from '../../src/wire.ts'
import { mayReturn, returnable } from '../order/order-facts.ts'
import { useLate } from '../player/use-late.ts'
import { Button } from '../shared/button.tsx'
import { localeOf } from '../shared/i18n.ts'
import { ReturnIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { useToast } from '../shared/toast.tsx'
import { usePoll } from '../shared/use-poll.ts'
import { WhyNot } from './line-choice.tsx'
import { loadReturnSheet } from './load-return-sheet.ts'
import { ReturnCard } from './return-card.tsx'
import type { ReturnKind } from './return-request.ts'
import { useReturns } from './use-returns.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly token: string | undefined
  /** The order is to be read again. */
  onChanged(): void
  onAcknowledged(made: ReturnView): void
}

const pollMs = 5_000
// Orders of these have nothing that could come back.
const without = ['cancelled', 'expired']

/** What came back of an order, and the ways to bring more. */
export function ReturnSection({ order, token, onChanged, onAcknowledged }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const [asking, setAsking] = useState<ReturnKind | null>(null)
  const { show, toast } = useToast()
  const { returns, failed, again } = useReturns(order, token)
  const changed = useCallback(() => {
    again()
    onChanged()
  }, [again, onChanged])
  // Somebody in a store will take it in, or hand the money back.
  const waits =
    returns?.some(({ state }) => state === 'requested') || order.refunds.some(({ state }) => state === 'due')
  usePoll(waits ? pollMs : null, changed)
  const Sheet = useLate(asking !== null, loadReturnSheet)
  const now = Date.now()
  const may = mayReturn(order, now)
  const ended = ['collected', 'delivered', 'closed', 'part-returned', 'returned'].includes(order.state)
  const barred = order.lines.filter(line => {
    const can = returnable(line, now)
    // What came back is told above.
    return ended && 'why' in can && can.why !== 'all-returned'
  })
  if (without.includes(order.state) || (!may && !returns?.length && barred.length === 0)) return null
  const until = order.lines
    .filter(line => returnable(line, now).left > 0)
    .flatMap(line => line.returnableUntil ?? [])
    .toSorted()[0]
  return (
    <section class="card returns" data-testid="returns">
      <h2 class="card-title">{say('title')}</h2>
      {returns?.map(each => (
        <ReturnCard
          key={each.id}
          made={each}
          token={token}
          onChanged={changed}
          onAcknowledge={() => onAcknowledged(each)}
          onRefused={text => show(text, 'bad')}
        />
      ))}
      {failed && !returns && (
        <div class="notice">
          <p>{say('listFailed')}</p>
          <Button onClick={again}>{say('retry')}</Button>
        </div>
      )}
      {may && (
        <>
          {until && (
            <p class="card-hint">
              {say('withdrawUntil', {
                date: new Date(until).toLocaleDateString(localeOf(language), {
                  month: 'long',
                  day: 'numeric',
                }),
              })}
            </p>
          )}
          <Button data-testid="withdraw" onClick={() => setAsking('withdrawal')}>
            {say('withdraw')}
          </Button>
          <Button data-testid="return" onClick={() => setAsking('return')}>
            <ReturnIcon />
            {say('start')}
          </Button>
        </>
      )}
      {barred.length > 0 && (
        <details class="barred">
          <summary>{say('whyNone')}</summary>
          <ul>
            {barred.map(line => {
              const can = returnable(line, now)
              return (
                <li key={line.variantId}>
                  {line.title} {line.variantTitle}
                  {'why' in can && <WhyNot line={line} why={can.why} />}
                </li>
              )
            })}
          </ul>
        </details>
      )}
      {toast}
      {asking && Sheet && (
        <Sheet
          order={order}
          token={token}
          kind={asking}
          onClose={() => setAsking(null)}
          onDone={made => {
            setAsking(null)
            changed()
            if (made.kind === 'withdrawal') onAcknowledged(made)
          }}
        />
      )}
    </section>
  )
}
