import type { ShiftView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useStaff } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
import { BagIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { EmptyState } from '../../shared/states.tsx'
import type { KeptSale } from '../outbox/kept-sale.ts'
import { restOf } from '../pay/payment.ts'
import { totalOf, unitsOf } from './basket.ts'
import { BasketLines } from './basket-lines.tsx'
import { Sold } from './sold.tsx'
import type { Drafts } from './use-draft.ts'
import type { LinesOf } from './use-lines.ts'
import { sellWords } from './words.ts'

type Props = {
  readonly store: StoreView
  readonly shift: ShiftView | null
  readonly drafts: Drafts
  readonly lines: LinesOf
  /** The last one, while nothing else is in hand. */
  readonly sold: KeptSale | null
  /** Why the last one came back. */
  readonly notice: string | null
  onPay(): void
  onPark(): void
}

export function SellView(props: Props) {
  const { drafts, lines, shift, store, sold, notice } = props
  const say = useWords(sellWords)
  const language = useLanguage()
  const { basket, payments } = drafts.draft
  const total = totalOf(basket)
  return (
    <div class="sell">
      <Fault text={notice} testId="notice" />
      {lines.gone && (
        <p class="sell-gone" role="status" data-testid="gone">
          <span>
            {lines.gone.title === null ? say('cleared') : say('removed', { title: lines.gone.title })}
          </span>
          <Button onClick={lines.undo} data-testid="undo">
            {say('undo')} <kbd>Ctrl Z</kbd>
          </Button>
        </p>
      )}
      {total === null && payments.length > 0 && <GiveBack drafts={drafts} />}
      {total === null ? (
        sold ? (
          <Sold sale={sold} store={store} shift={shift} />
        ) : (
          <EmptyState icon={<BagIcon />} title={say('basketEmpty')} text={say('basketEmptyText')} />
        )
      ) : (
        <BasketLines
          basket={basket}
          chosen={lines.current?.item.variantId ?? null}
          onChoose={lines.choose}
          onQuantity={lines.change}
        />
      )}
      <div class={total === null ? 'sell-bar sell-idle card' : 'sell-bar card'}>
        <p class="sell-total">
          <span class="quiet small">
            {say('total')} · {say('units', { count: unitsOf(basket) })}
          </span>
          <strong data-testid="total">{total ? formatMoney(total, language) : '—'}</strong>
        </p>
        <div class="sell-actions">
          {(total !== null || drafts.parked.length > 0) && (
            <Button onClick={props.onPark} data-testid="park">
              {total === null ? say('parked', { count: drafts.parked.length }) : say('park')} <kbd>F7</kbd>
            </Button>
          )}
          {total && (
            <Button kind="quiet" onClick={lines.clear}>
              {say('discard')}
            </Button>
          )}
          <Button
            kind="primary"
            class="sell-pay"
            disabled={total === null}
            onClick={props.onPay}
            data-testid="pay"
          >
            {say('pay')}
            {total && payments.length > 0 && (
              <span> {formatMoney({ ...total, amount: restOf(total.amount, payments) }, language)}</span>
            )}{' '}
            <kbd>F9</kbd>
          </Button>
        </div>
      </div>
    </div>
  )
}

/** Money was taken for goods that are no longer in the basket: else it would count towards the next customer's. */
function GiveBack({ drafts }: Pick<Props, 'drafts'>) {
  const say = useWords(sellWords)
  const language = useLanguage()
  const { currency } = useStaff()
  const { payments } = drafts.draft
  const amount = -restOf(0, payments)
  return (
    <div class="callout sell-gone" role="alert" data-testid="give-back">
      <span>{say('giveBack', { amount: formatMoney({ amount, currency }, language) })}</span>
      <Button onClick={() => drafts.pay([]).catch(() => {})} data-testid="given-back">
        {say('givenBack')}
      </Button>
    </div>
  )
}
