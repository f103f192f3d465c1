import { FirstPaidNote, ReturnNote } from '../checkout/rule-notes.tsx'
import { Button } from '../shared/button.tsx'
import { MinusIcon, PackageIcon, PlusIcon, TrashIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { mostQuantity } from './basket.ts'
import type { LineFacts } from './basket-facts.ts'
import { basketWords } from './words.ts'

type Props = {
  readonly facts: LineFacts
  onQuantity(quantity: number): void
  onRemove(): void
}

export function BasketRow({ facts, onQuantity, onRemove }: Props) {
  const say = useWords(basketWords)
  const language = useLanguage()
  const { line, product, left, state, price, variant } = facts
  const title = product?.title ?? line.title
  const gone = state === 'gone'
  return (
    <li class="basket-row" data-testid="basket-line" data-variant-id={line.variantId} data-state={state}>
      {line.imageUrl ? (
        <img
          class="basket-picture"
          src={product?.images[0]?.url ?? line.imageUrl}
          alt=""
          width={72}
          height={72}
        />
      ) : (
        <span class="basket-picture picture-none">
          <PackageIcon />
        </span>
      )}
      <div class="basket-text">
        <p class="basket-title">{title}</p>
        {line.variantTitle && <p class="basket-variant">{variant?.title || line.variantTitle}</p>}
        <p class="basket-price">
          {formatMoney(price, language)}
          {left !== null && !gone && left <= 5 && <small>{say('left', { count: left })}</small>}
        </p>
        {gone && <p class="basket-gone">{say(variant ? 'soldOut' : 'notSold')}</p>}
        <PriceChange facts={facts} />
        {state === 'short' && left !== null && (
          <Button class="basket-take" data-testid="take-left" onClick={() => onQuantity(left)}>
            {say('shortTake', { count: left })}
          </Button>
        )}
        {!gone && (
          <>
            <FirstPaidNote policy={product?.stockPolicy} />
            <ReturnNote rule={product?.returnRule.kind === 'none' ? product.returnRule : undefined} />
          </>
        )}
      </div>
      <div class="basket-tools">
        <Button
          kind="quiet"
          icon
          aria-label={say('remove', { title })}
          data-testid="remove"
          onClick={onRemove}
        >
          <TrashIcon />
        </Button>
        {!gone && (
          <fieldset class="stepper-box" aria-label={say('quantityOf', { title })}>
            <Button
              kind="quiet"
              icon
              aria-label={say('less')}
              disabled={line.quantity <= 1}
              onClick={() => onQuantity(line.quantity - 1)}
            >
              <MinusIcon />
            </Button>
            <output class="basket-quantity" data-testid="line-quantity">
              {line.quantity}
            </output>
            <Button
              kind="quiet"
              icon
              aria-label={say('more')}
              disabled={line.quantity >= Math.min(mostQuantity, left ?? mostQuantity)}
              onClick={() => onQuantity(line.quantity + 1)}
            >
              <PlusIcon />
            </Button>
          </fieldset>
        )}
      </div>
    </li>
  )
}

function PriceChange({ facts: { price, before, state } }: { facts: LineFacts }) {
  const say = useWords(basketWords)
  const language = useLanguage()
  if (!before || state === 'gone' || before.currency !== price.currency) return null
  const change = price.amount - before.amount
  const difference = formatMoney({ amount: Math.abs(change), currency: price.currency }, language)
  return (
    <p class={change > 0 ? 'basket-change basket-dearer' : 'basket-change'} data-testid="price-change">
      {say(change > 0 ? 'dearer' : 'cheaper', { difference })}
    </p>
  )
}
