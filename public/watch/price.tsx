import type { Money } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { shopWords } from './shop-words.ts'

type Props = { readonly price: Money; readonly was: Money | null; readonly from?: boolean }

export function Price({ price, was, from }: Props) {
  const say = useWords(shopWords)
  const language = useLanguage()
  const text = formatMoney(price, language)
  return (
    <p class="price">
      <strong class="price-now">{from ? say('from', { price: text }) : text}</strong>
      {was && was.amount > price.amount && (
        <s class="price-was">
          <span class="visually-hidden">{say('was', { price: '' })}</span>
          {formatMoney(was, language)}
        </s>
      )}
    </p>
  )
}
