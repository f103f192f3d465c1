import type { TillItemView } from '../../../src/wire.ts'
import { ProductPicture } from '../../desk/product-picture.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { sellWords } from './words.ts'

type Props = {
  readonly items: readonly TillItemView[]
  readonly index: number
  onChoose(item: TillItemView): void
}

/** What a name found, to be chosen by arrow and Enter or by a tap; the focus stays in the entry. */
export function Found({ items, index, onChoose }: Props) {
  const say = useWords(sellWords)
  const language = useLanguage()
  return (
    <div class="found">
      <p class="small quiet">
        {say('results')} · {say('resultsHint')}
      </p>
      <ul class="rows card" role="listbox" id="found" aria-label={say('results')} data-testid="found">
        {items.map((item, position) => (
          <li key={item.variantId} role="presentation">
            <button
              type="button"
              role="option"
              id={`found-${position}`}
              tabIndex={-1}
              class="found-row"
              aria-selected={position === index}
              onClick={() => onChoose(item)}
            >
              <ProductPicture url={item.imageUrl} />
              <span class="line-text">
                <span>{item.title}</span>
                <span class="quiet small">
                  {[item.variantTitle, item.sku].filter(Boolean).join(' · ')} ·{' '}
                  {item.available > 0 ? say('available', { count: item.available }) : say('soldOut')}
                </span>
              </span>
              <strong>{formatMoney(item.price, language)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
