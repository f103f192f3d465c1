import type { ComponentChildren } from 'preact'
import { Button } from '../shared/button.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { OrderProblem } from './order-problem.tsx'
import type { Checkout } from './use-checkout.ts'
import { checkoutWords } from './words.ts'

const buyWords = { pickup: 'buyPickup', delivery: 'buyDelivery', visit: 'buyVisit' } as const

type Props = {
  readonly checkout: Checkout
  readonly soldOut: boolean
  /** Beside the button: into the basket, say. */
  readonly aside?: ComponentChildren
  onTake(variantId: string, quantity: number): void
  onRemove?: ((variantId: string) => void) | undefined
}

export function CheckoutFoot({ checkout, soldOut, aside, onTake, onRemove }: Props) {
  const say = useWords(checkoutWords)
  const language = useLanguage()
  const { total, kind, busy, refusal, unanswered } = checkout
  const units = checkout.lines.reduce((sum, line) => sum + line.quantity, 0)
  return (
    <>
      {unanswered ? (
        <div class="notice notice-bad" role="alert" data-testid="unanswered">
          <p>{say('unanswered')}</p>
          <div class="notice-actions">
            <Button onClick={checkout.findOut}>{say('unansweredCheck')}</Button>
            <Button
              kind="quiet"
              onClick={() => {
                checkout.leave()
                checkout.submit()
              }}
            >
              {say('unansweredDrop')}
            </Button>
          </div>
        </div>
      ) : (
        refusal && <OrderProblem refusal={refusal} checkout={checkout} onTake={onTake} onRemove={onRemove} />
      )}
      <div class="total">
        <p class="total-sum">
          <span>{units > 1 ? say('totalOf', { count: units }) : say('total')}</span>
          <strong data-testid="total">{total && formatMoney(total, language)}</strong>
        </p>
        {aside}
        <Button
          kind="primary"
          type="submit"
          form="purchase"
          class="total-buy"
          data-testid="buy"
          busy={busy}
          disabled={soldOut}
        >
          {say(soldOut ? 'soldOut' : buyWords[kind])}
        </Button>
      </div>
    </>
  )
}
