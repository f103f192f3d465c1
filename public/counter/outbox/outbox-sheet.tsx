import { useState } from 'preact/hooks'
import type { ShiftView, StoreView } from '../../../src/wire.ts'
import { useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { printReceipt } from '../receipt/print.tsx'
import { receiptOfSale } from '../receipt/receipt-data.ts'
import { sellWords } from '../sell/words.ts'
import type { KeptSale } from './kept-sale.ts'
import type { Outbox, SaleChange } from './outbox.ts'
import { useRefusalText } from './use-refusal-text.ts'

type Props = {
  readonly sales: readonly KeptSale[]
  readonly outbox: Outbox
  readonly store: StoreView
  readonly shift: ShiftView | null
  onTakeBack(sale: KeptSale): void
  onClose(): void
}

/** Every sale of this device and what became of it: what has to be settled first. */
export function OutboxSheet({ sales, outbox, store, shift, onTakeBack, onClose }: Props) {
  const say = useWords(sellWords)
  const sayDesk = useWords(deskWords)
  const [striking, setStriking] = useState<string | null>(null)
  const rank = { refused: 0, waiting: 1, sent: 2 }
  const shown = sales.toReversed().sort((a, b) => rank[a.state] - rank[b.state])
  return (
    <Sheet title={say('outboxTitle')} closeLabel={sayDesk('close')} onClose={onClose}>
      {shown.length === 0 ? (
        <EmptyState title={say('outboxEmpty')} />
      ) : (
        <ul class="rows card" data-testid="outbox">
          {shown.map(sale => (
            <Row
              key={sale.key}
              sale={sale}
              store={store}
              shift={shift}
              onRetry={() => outbox.retry()}
              onAgain={changed => void outbox.again(sale.key, changed)}
              onTakeBack={() => onTakeBack(sale)}
              onStrike={() => setStriking(sale.key)}
            />
          ))}
        </ul>
      )}
      {striking && (
        <Confirm
          title={say('strikeTitle')}
          confirmLabel={say('strike')}
          cancelLabel={sayDesk('cancel')}
          onClose={() => setStriking(null)}
          onConfirm={() => {
            void outbox.settle(striking)
            setStriking(null)
          }}
        >
          <p>{say('strikeText')}</p>
        </Confirm>
      )}
    </Sheet>
  )
}

type RowProps = {
  readonly sale: KeptSale
  readonly store: StoreView
  readonly shift: ShiftView | null
  onRetry(): void
  onAgain(changed: SaleChange): void
  onTakeBack(): void
  onStrike(): void
}

function Row({ sale, store, shift, onRetry, onAgain, onTakeBack, onStrike }: RowProps) {
  const say = useWords(sellWords)
  const language = useLanguage()
  const sayRefusal = useRefusalText()
  const staff = useStaff()
  const refusal = sale.state === 'refused' ? sale.refusal : null
  const closed = refusal?.type === 'shift-closed'
  const noSeller = refusal?.type === 'not-a-seller'
  return (
    <li class="row outbox-row" data-testid={`sale-${sale.state}`}>
      <span class="row-head row-wrap">
        <span class={`badge badge-${sale.state}`}>{say(`state_${sale.state}`)}</span>
        <span class="quiet small">
          {timeText(sale.body.soldAt, language)}
          {sale.seller && ` · ${sale.seller}`}
          {sale.state === 'sent' && ` · ${sale.order.number}`}
        </span>
        <strong class="row-total">{formatMoney(sale.total, language)}</strong>
      </span>
      <span class="small one-line">
        {sale.basket.map(({ item, quantity }) => `${quantity} × ${item.title}`).join(', ')}
      </span>
      {refusal && (
        <>
          <span class="basket-fault" data-testid="refusal">
            {sayRefusal(refusal)}
          </span>
          <span class="small quiet">{say('refusedText')}</span>
        </>
      )}
      <span class="outbox-actions">
        {sale.state === 'waiting' && <Button onClick={onRetry}>{say('retryNow')}</Button>}
        {refusal && (
          <>
            <Button
              onClick={() => onAgain(closed && shift ? { shiftId: shift.id } : {})}
              data-testid="send-again"
              disabled={closed && shift === null}
            >
              {say(closed ? 'sendIntoShift' : 'sendAgain')}
            </Button>
            {noSeller && (
              <Button
                onClick={() => onAgain({ soldBy: staff.id, seller: staff.name })}
                data-testid="send-as-mine"
              >
                {say('sendAsMine', { name: staff.name })}
              </Button>
            )}
            {sale.body.storeId === store.id && (
              <Button onClick={onTakeBack} data-testid="take-back">
                {say('takeBack')}
              </Button>
            )}
            <Button kind="danger" onClick={onStrike}>
              {say('strike')}
            </Button>
          </>
        )}
        <Button
          kind="quiet"
          onClick={() =>
            void printReceipt(receiptOfSale(sale, store, shift?.till ?? null, location.origin), language)
          }
        >
          {say('printReceipt')}
        </Button>
      </span>
    </li>
  )
}
