import type { OrderLineView } from '../../../src/wire.ts'
import { ProductPicture } from '../../desk/product-picture.tsx'
import { Button } from '../../shared/button.tsx'
import { exceptionText } from '../../shared/exception-text.ts'
import { type Language, localeOf } from '../../shared/i18n.ts'
import { MinusIcon, PlusIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { type Chosen, returnableUnits } from './return-plan.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly line: OrderLineView
  readonly chosen: Chosen | null
  /** As the buyer asked: only its condition is to be said. */
  readonly fixed: boolean
  onQuantity(by: number): void
  onCondition(condition: Chosen['condition']): void
}

export function ReturnLine({ line, chosen, fixed, onQuantity, onCondition }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const units = returnableUnits(line)
  const count = chosen?.quantity ?? 0
  return (
    <li class="line return-line" data-testid={`return-${line.sku}`}>
      <ProductPicture url={line.imageUrl} />
      <span class="line-text">
        <span>{line.title}</span>
        <span class="quiet small">
          {[line.variantTitle, say('bought', { count: line.quantity - line.dropped })]
            .filter(Boolean)
            .join(' · ')}
          {line.returned > line.dropped && ` · ${say('back', { count: line.returned - line.dropped })}`}
        </span>
        <Until line={line} language={language} />
      </span>
      {fixed && chosen && <strong>{say('askedUnits', { count })}</strong>}
      {!fixed && units > 0 && (
        <span class="basket-count">
          <Button
            icon
            kind="quiet"
            disabled={count === 0}
            aria-label={say('fewer')}
            onClick={() => onQuantity(-1)}
          >
            <MinusIcon />
          </Button>
          <strong class="basket-quantity">{count}</strong>
          <Button
            icon
            kind="quiet"
            disabled={count === units}
            aria-label={say('more')}
            data-testid="return-more"
            onClick={() => onQuantity(1)}
          >
            <PlusIcon />
          </Button>
        </span>
      )}
      {chosen && (
        <fieldset class="condition">
          <legend class="visually-hidden">{say('condition')}</legend>
          {(['restock', 'write-off'] as const).map(condition => (
            <button
              key={condition}
              type="button"
              class="tender"
              aria-pressed={chosen.condition === condition}
              onClick={() => onCondition(condition)}
            >
              {say(condition === 'restock' ? 'restock' : 'writeOff')}
            </button>
          ))}
        </fieldset>
      )}
    </li>
  )
}

function Until({ line, language }: { line: OrderLineView; language: Language }) {
  const say = useWords(returnWords)
  if (line.returnException !== null)
    return (
      <span class="small basket-over">
        {say('never', { reason: exceptionText(line.returnException, say) })}
      </span>
    )
  if (line.returnableUntil === null) return null
  const date = new Date(line.returnableUntil).toLocaleDateString(localeOf(language), { dateStyle: 'medium' })
  const late = Date.parse(line.returnableUntil) < Date.now()
  return (
    <span class={late ? 'small basket-over' : 'small quiet'}>{say(late ? 'late' : 'until', { date })}</span>
  )
}
