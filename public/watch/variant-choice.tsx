import type { ProductView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { type OptionValue, optionRows } from './option-facts.ts'
import { leftOf } from './product-facts.ts'
import { shopWords } from './shop-words.ts'
import type { StockBook } from './stock-book.ts'

type Props = {
  readonly product: ProductView
  readonly stock: StockBook
  readonly chosen: string
  onChoose(variantId: string): void
}

/** Rows of chips, one an option; where a product has none, one chip a variant. */
export function VariantChoice({ product, stock, chosen, onChoose }: Props) {
  const say = useWords(shopWords)
  const rows = optionRows(product, chosen, variant => leftOf(variant, stock))
  const variant = product.variants.find(({ id }) => id === chosen)
  if (rows.length === 0 || !variant) return <Variants {...{ product, stock, chosen, onChoose }} />
  const left = leftOf(variant, stock)
  return (
    <div class="options">
      {rows.map((row, index) => (
        <fieldset key={row.name} class="choice">
          <legend class="choice-title">
            {row.name}
            <span class="choice-now"> {variant.options?.[index]}</span>
          </legend>
          <div class="chips">
            {row.values.map(value => (
              <label key={value.value} class="option option-chip" data-gone={value.left === 0}>
                <input
                  type="radio"
                  class="visually-hidden"
                  name={`option-${index}`}
                  data-testid="option"
                  value={value.value}
                  checked={value.chosen}
                  disabled={value.variantId === null}
                  onChange={() => value.variantId !== null && onChoose(value.variantId)}
                />
                <span>{value.value}</span>
                <Remark value={value} />
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p
        class={left > 0 ? 'product-left' : 'product-left product-gone'}
        role="status"
        data-testid={`stock-${variant.id}`}
        data-available={left}
      >
        {left > 0 ? say('left', { count: left }) : say('combinationGone')}
      </p>
    </div>
  )
}

function Remark({ value: { variantId, left, keeps } }: { value: OptionValue }) {
  const say = useWords(shopWords)
  if (left > 0 && keeps) return null
  return <small>{say(variantId === null ? 'notMade' : left === 0 ? 'soldOut' : 'changesRest')}</small>
}

function Variants({ product, stock, chosen, onChoose }: Props) {
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
