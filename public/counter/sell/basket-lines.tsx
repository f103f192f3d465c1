import { useEffect, useRef } from 'preact/hooks'
import { ProductPicture } from '../../desk/product-picture.tsx'
import { Button } from '../../shared/button.tsx'
import { MinusIcon, PlusIcon, TrashIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import type { Basket, BasketLine } from './basket.ts'
import { sellWords } from './words.ts'

type Props = {
  readonly basket: Basket
  /** The line that the keys change. */
  readonly chosen: string | null
  onChoose(variantId: string): void
  onQuantity(variantId: string, quantity: number): void
}

export function BasketLines({ basket, chosen, onChoose, onQuantity }: Props) {
  return (
    <ul class="basket card" data-testid="basket">
      {basket.map(line => (
        <Line
          key={line.item.variantId}
          line={line}
          chosen={line.item.variantId === chosen}
          onChoose={() => onChoose(line.item.variantId)}
          onQuantity={quantity => onQuantity(line.item.variantId, quantity)}
        />
      ))}
    </ul>
  )
}

type LineProps = {
  readonly line: BasketLine
  readonly chosen: boolean
  onChoose(): void
  onQuantity(quantity: number): void
}

function Line({ line: { item, quantity, left }, chosen, onChoose, onQuantity }: LineProps) {
  const say = useWords(sellWords)
  const language = useLanguage()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const over = quantity > item.available
  return (
    <li
      ref={row}
      class={`basket-line${chosen ? ' basket-chosen' : ''}${left === null ? '' : ' basket-bad'}`}
      aria-current={chosen}
      data-testid={`line-${item.sku}`}
      onPointerDown={onChoose}
    >
      <ProductPicture url={item.imageUrl} />
      <span class="line-text">
        <span class="basket-title">{item.title}</span>
        <span class="quiet small">
          {[item.variantTitle, item.sku].filter(Boolean).join(' · ')} ·{' '}
          <span class={over ? 'basket-over' : ''}>
            {item.available > 0 ? say('available', { count: item.available }) : say('soldOut')}
          </span>
        </span>
        {left !== null && (
          <span class="basket-fault" role="alert">
            {left > 0 ? say('left', { count: left }) : say('noneLeft')}
          </span>
        )}
      </span>
      <span class="basket-count">
        <Button
          icon
          kind="quiet"
          tabIndex={chosen ? 0 : -1}
          aria-label={quantity === 1 ? say('remove') : say('fewer')}
          onClick={() => onQuantity(quantity - 1)}
        >
          {quantity === 1 ? <TrashIcon /> : <MinusIcon />}
        </Button>
        <strong class="basket-quantity" data-testid="quantity">
          {quantity}
        </strong>
        <Button
          icon
          kind="quiet"
          tabIndex={chosen ? 0 : -1}
          aria-label={say('more')}
          onClick={() => onQuantity(quantity + 1)}
        >
          <PlusIcon />
        </Button>
      </span>
      <strong class="basket-sum">
        {formatMoney({ ...item.price, amount: item.price.amount * quantity }, language)}
      </strong>
    </li>
  )
}
