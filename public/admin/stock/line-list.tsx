import type { ComponentChildren } from 'preact'
import { Button } from '../../shared/button.tsx'
import { CloseIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { goodsName } from './goods-name.ts'
import { type Line, readUnits, withQuantity } from './lines.ts'
import { stockWords } from './words.ts'

type Props = {
  readonly lines: readonly Line[]
  /** null: they cannot be changed any more. */
  readonly onChange: ((lines: readonly Line[]) => void) | null
  readonly removable?: boolean
  note?(line: Line): ComponentChildren
}

export function LineList({ lines, onChange, removable = true, note }: Props) {
  const say = useWords(stockWords)
  if (lines.length === 0) return <p class="quiet small">{say('noLines')}</p>
  return (
    <ul class="lines">
      {lines.map(line => {
        const { goods, quantity } = line
        const product = goodsName(goods)
        return (
          <li key={goods.variantId} class="line">
            <span class="line-text">
              <span>{product}</span>
              <span class="quiet small">{goods.sku}</span>
              {note?.(line)}
            </span>
            {onChange === null ? (
              <strong>{quantity}</strong>
            ) : (
              <input
                class="field-input line-quantity"
                inputMode="numeric"
                value={quantity}
                aria-label={say('quantityOf', { product })}
                data-testid={`quantity-${goods.sku}`}
                onChange={event => {
                  const units = readUnits(event.currentTarget.value)
                  if (units === null) event.currentTarget.value = String(quantity)
                  else onChange(withQuantity(lines, goods.variantId, units))
                }}
              />
            )}
            {onChange !== null && removable && (
              <Button
                kind="quiet"
                icon
                aria-label={say('removeLine', { product })}
                onClick={() => onChange(lines.filter(other => other !== line))}
              >
                <CloseIcon />
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
