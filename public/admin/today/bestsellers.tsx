import type { TodayFigures } from '../../../src/wire.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { todayWords } from './words.ts'

export function Bestsellers({ items }: { items: TodayFigures['bestsellers'] }) {
  const say = useWords(todayWords)
  const language = useLanguage()
  return (
    <section aria-labelledby="bestsellers">
      <h2 class="sub-title" id="bestsellers">
        {say('bestsellers')}
      </h2>
      <ol class="bestsellers">
        {items.map(item => (
          <li key={`${item.variantId} ${item.currency}`}>
            <span class="bestseller-name">
              {item.title} {item.variantTitle}
            </span>
            <span class="number">{say('units', { count: item.quantity })}</span>
            <span class="number">{formatMoney(item, language)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
