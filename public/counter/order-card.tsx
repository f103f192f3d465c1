import type { OrderView } from '../../src/wire.ts'
import { ProductPicture } from '../desk/product-picture.tsx'
import { timeText } from '../desk/time-text.ts'
import { Button } from '../shared/button.tsx'
import { CheckIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { phoneTail } from './find.ts'
import { payWords } from './pay/words.ts'
import { type Tender, tenders } from './tender.ts'
import { counterWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly scanned: boolean
  /** False for what is shipped, not handed over. */
  readonly possible: boolean
  readonly busy: boolean
  readonly tender: Tender | null
  /** At this counter, towards the rest; minor units. */
  readonly taken: number
  /** Whether what is paid counts in a shift. */
  readonly inShift: boolean
  onTender(tender: Tender): void
  /** Several tenders, or change to be given. */
  onPay(): void
  onHandOver(): void
  onClear(): void
}

/** What to fetch from the shelf, what to be paid, and whom to give it to. */
export function OrderCard(props: Props) {
  const { order, scanned, possible, busy, taken } = props
  const say = useWords(counterWords)
  const language = useLanguage()
  const due = order.total.amount - order.captured.amount
  const rest = { ...order.total, amount: due - taken }
  return (
    <article class="order-card card" data-testid="order" data-order={order.id}>
      <header class="order-card-head">
        <h2>{say('order', { number: order.number })}</h2>
        {order.holdExpiresAt && (
          <span class="quiet small">
            {say('keptUntil', { time: timeText(order.holdExpiresAt, language) })}
          </span>
        )}
      </header>
      <p class="order-card-who">
        <strong>{order.contact?.name}</strong>{' '}
        <span class="quiet">{say('phoneTail', { digits: phoneTail(order.contact?.phone ?? '') })}</span>
      </p>
      <Lines order={order} />
      <div class="to-pay">
        <span>
          <span class="to-pay-label">{say('toPay')}</span>
          <span class="quiet small">{say(due > 0 ? 'payHere' : 'paidAlready')}</span>
          {taken > 0 && (
            <span class="small">
              {say('takenHere', { amount: formatMoney({ ...order.total, amount: taken }, language) })}
            </span>
          )}
        </span>
        <strong class="to-pay-amount">{formatMoney(rest, language)}</strong>
      </div>
      {possible && due > 0 && (
        <>
          <TenderChoice chosen={props.tender} onChoose={props.onTender} />
          <Button onClick={props.onPay} disabled={busy} data-testid="split-pay">
            {say('splitPay')} <kbd>F9</kbd>
          </Button>
          {!props.inShift && <p class="callout">{say('noShiftPay')}</p>}
        </>
      )}
      {order.note && <p class="callout">{order.note}</p>}
      {!possible && <p class="callout">{say('deliveryOrder')}</p>}
      {possible && !scanned && <p class="callout">{say('askWho')}</p>}
      <div class="order-card-actions">
        <Button kind="quiet" onClick={props.onClear} disabled={busy}>
          {say('notNow')}
        </Button>
        {possible && (
          <Button
            kind="primary"
            class="hand-over"
            busy={busy}
            onClick={props.onHandOver}
            data-testid="hand-over"
          >
            <CheckIcon />
            {say('handOver')} <kbd>{say('enterKey')}</kbd>
          </Button>
        )}
      </div>
    </article>
  )
}

function Lines({ order }: { order: OrderView }) {
  const language = useLanguage()
  return (
    <ul class="lines">
      {order.lines.map(line => (
        <li key={line.variantId} class="line">
          <ProductPicture url={line.imageUrl} />
          <span class="line-text">
            <span>{line.title}</span>
            <span class="quiet small">{[line.variantTitle, line.sku].filter(Boolean).join(' · ')}</span>
          </span>
          <strong class="line-count">× {line.quantity}</strong>
          <span class="line-price">{formatMoney(line.total, language)}</span>
        </li>
      ))}
    </ul>
  )
}

/** For the books; who does not choose is not held up. */
function TenderChoice({ chosen, onChoose }: { chosen: Tender | null; onChoose(tender: Tender): void }) {
  const say = useWords(counterWords)
  const sayPay = useWords(payWords)
  return (
    <fieldset class="tenders">
      <legend class="visually-hidden">{say('paidBy')}</legend>
      {tenders.map(tender => (
        <button
          key={tender}
          type="button"
          class="tender"
          aria-pressed={tender === chosen}
          onClick={() => onChoose(tender)}
        >
          {sayPay(tender)}
        </button>
      ))}
    </fieldset>
  )
}
