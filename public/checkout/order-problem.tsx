import type { ComponentChildren } from 'preact'
import { Button } from '../shared/button.tsx'
import type { Say } from '../shared/i18n.ts'
import { fieldName, invalidText } from '../shared/invalid-text.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { newTotalOf, type Refusal, shortagesOf } from './refusal.ts'
import type { Checkout } from './use-checkout.ts'
import { checkoutWords } from './words.ts'

type Props = {
  readonly refusal: Refusal
  readonly checkout: Checkout
  onTake(variantId: string, quantity: number): void
  /** Only where several things are bought. */
  readonly onRemove?: ((variantId: string) => void) | undefined
}

const knownRefusals: Readonly<Record<string, keyof typeof checkoutWords>> = {
  'slot-full': 'slotFull',
  'no-such-slot': 'slotFull',
  'no-visits': 'storeNot',
  'pickup-disabled': 'storeNot',
  'store-closed': 'storeNot',
  'no-delivery': 'noDelivery',
}

/** Why the order was not placed, or would not be, and what can be done now. */
export function OrderProblem(props: Props) {
  const say = useWords(checkoutWords)
  const language = useLanguage()
  const { refusal, checkout } = props
  if (refusal.type === 'out-of-stock' || refusal.type === 'not-sold') return <Shortages {...props} />
  if (refusal.type === 'price-changed') {
    const amount = newTotalOf(refusal.members)
    const currency = checkout.total?.currency
    if (amount !== null && currency) {
      const total = formatMoney({ amount, currency }, language)
      return (
        <Notice testId="price-changed" text={say('priceChanged', { total })}>
          <Button onClick={() => checkout.agree(amount)}>{say('priceTake', { total })}</Button>
        </Notice>
      )
    }
  }
  const known = knownRefusals[refusal.type]
  if (known) return <Notice testId={refusal.type} text={say(known)} />
  // The form asks for it.
  if (refusal.type === 'split-needed') return null
  const text =
    refusal.status === 429
      ? say('tooMany')
      : refusal.status === 0 || refusal.status >= 500
        ? say('lost')
        : refusedText(refusal, say)
  return <Notice text={text} />
}

// What the form calls what it sends.
const fields: Readonly<Record<string, keyof typeof checkoutWords>> = {
  name: 'name',
  phone: 'phone',
  address: 'address',
  quantity: 'quantity',
}

function refusedText(refusal: Refusal, say: Say<keyof typeof checkoutWords>): string {
  const { rule, maxQuantity } = refusal.members
  if (rule === 'most-of-one') return say('mostOfOne', { most: Number(maxQuantity) })
  const mend = invalidText(refusal, say, fieldName(fields, say))
  return mend === null ? say('refusedOther', { detail: refusal.detail }) : say('refused', { detail: mend })
}

function Shortages({ refusal, checkout, onTake, onRemove }: Props) {
  const say = useWords(checkoutWords)
  const { lines, atStore } = checkout
  const short = shortagesOf(refusal.members)
  if (short.length === 0) return <Notice testId={refusal.type} text={say('notSold')} />
  return (
    <div class="notice notice-bad" role="alert" data-testid={refusal.type}>
      {short.map(({ variantId, available }) => {
        const title = lines.find(line => line.variantId === variantId)?.title ?? ''
        return (
          <div key={variantId} class="shortage">
            <p>
              {refusal.type === 'not-sold'
                ? say('notSoldLine', { title })
                : available > 0
                  ? say(atStore ? 'outOfStockHere' : 'outOfStock', { title, count: available })
                  : say(atStore ? 'outOfStockNoneHere' : 'outOfStockNone', { title })}
            </p>
            {available > 0 ? (
              <Button onClick={() => onTake(variantId, available)}>
                {say('takeLeft', { count: available })}
              </Button>
            ) : (
              onRemove && <Button onClick={() => onRemove(variantId)}>{say('removeLine')}</Button>
            )}
          </div>
        )
      })}
    </div>
  )
}

type NoticeProps = {
  readonly testId?: string
  readonly text: string
  readonly children?: ComponentChildren
}

function Notice({ testId, text, children }: NoticeProps) {
  return (
    <div class="notice notice-bad" role="alert" data-testid={testId}>
      <p>{text}</p>
      {children}
    </div>
  )
}
