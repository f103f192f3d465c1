import type { CountLineView, Goods } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { CloseIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { readUnits } from './lines.ts'
import { signed } from './signed.ts'
import { stockWords } from './words.ts'

type Props = {
  readonly lines: readonly CountLineView[]
  /** null: it is posted or dropped. */
  readonly onSet: ((goods: Goods, quantity: number) => void) | null
  onForget(goods: Goods): void
}

/** What was counted, the last first, with what is to be looked at again. */
export function CountLines({ lines, onSet, onForget }: Props) {
  const say = useWords(stockWords)
  if (lines.length === 0) return <p class="quiet small">{say(onSet === null ? 'linesEmpty' : 'noLines')}</p>
  return (
    <ul class="lines">
      {lines.map(line => {
        const { variantId, sku, counted, expected, difference, moved, short, outcome } = line
        const product = goodsName(line)
        return (
          <li class="line" key={variantId}>
            <span class="line-text">
              <span>
                {product} <span class="quiet small">{sku}</span>
              </span>
              <span class="quiet small">
                {say('countedOf', { counted, expected })}
                {difference !== 0 && (
                  <strong class={difference < 0 ? 'change-out' : 'change-in'}> {signed(difference)}</strong>
                )}
              </span>
              {moved !== 0 && <span class="line-warn">{say('movedWarn', { moved })}</span>}
              {short && (
                <span class="line-warn">
                  {say('shortWarn', {
                    reserved: short.reserved,
                    orders: short.orders.map(({ number }) => number).join(', '),
                  })}
                </span>
              )}
              {outcome === 'not-posted' && <span class="line-warn">{say('notPosted')}</span>}
            </span>
            {onSet && (
              <>
                <input
                  key={counted}
                  class="field-input line-quantity"
                  inputMode="numeric"
                  defaultValue={String(counted)}
                  aria-label={say('quantityOf', { product })}
                  data-testid={`counted-${sku}`}
                  onChange={event => {
                    const units = readUnits(event.currentTarget.value)
                    if (units === null) event.currentTarget.value = String(counted)
                    else onSet(line, units)
                  }}
                />
                <Button
                  kind="quiet"
                  icon
                  aria-label={`${product}: ${say('forget')}`}
                  onClick={() => onForget(line)}
                >
                  <CloseIcon />
                </Button>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
