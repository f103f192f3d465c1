import type { ComponentChildren } from 'preact'
import { Button } from '../../shared/button.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { CloseIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { type Line, withQuantity } from './lines.ts'
import { Units } from './units.tsx'
import { stockWords } from './words.ts'

type Props = {
  readonly lines: readonly Line[]
  /** null: they cannot be changed any more. */
  readonly onChange: ((lines: readonly Line[]) => void) | null
  readonly removable?: boolean
  /** Stands above the numbers, where there are two for each line. */
  readonly label?: string
  note?(line: Line): ComponentChildren
  /** Another number of the line, before its quantity. */
  before?(line: Line): ComponentChildren
}

export function LineList({ lines, onChange, removable = true, label, note, before }: Props) {
  const say = useWords(stockWords)
  if (lines.length === 0)
    return <p class="quiet small">{say(onChange === null ? 'linesEmpty' : 'noLines')}</p>
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
            {before?.(line)}
            <Units
              label={label}
              name={say('quantityOf', { product })}
              testId={`quantity-${goods.sku}`}
              units={quantity}
              onChange={
                onChange && (units => onChange(withQuantity(lines, goods.variantId, units ?? quantity)))
              }
            />
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
