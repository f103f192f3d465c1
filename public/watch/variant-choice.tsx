import type { ProductView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { leftOf } from './product-facts.ts'
import { shopWords } from './shop-words.ts'
import type { StockBook } from './stock-book.ts'

type Props = {
  readonly product: ProductView
  readonly stock: StockBook
  readonly chosen: string
  onChoose(variantId: string): void
}

export function VariantChoice({ product, stock, chosen, onChoose }: Props) {
  const say = useWords(shopWords)
  return (
    <fieldset class="choice">
      <legend class="choice-title">{say('variant')}</legend>
      <div class="chips">
        {product.variants.map(variant => {
          const left = leftOf(variant, stock)
          return (
            <label key={variant.id} class="option option-chip" data-gone={left === 0}>
              <input
                type="radio"
                class="visually-hidden"
                name="variant"
                data-testid="variant"
                checked={variant.id === chosen}
                onChange={() => onChoose(variant.id)}
              />
              <span>{variant.title || variant.sku}</span>
              <small data-testid={`stock-${variant.id}`} data-available={left}>
                {left > 0 ? say('left', { count: left }) : say('soldOut')}
              </small>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
