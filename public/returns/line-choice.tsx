import type { OrderView } from '../../src/wire.ts'
import { checkoutWords } from '../checkout/words.ts'
import { returnable } from '../order/order-facts.ts'
import { Button } from '../shared/button.tsx'
import { exceptionText } from '../shared/exception-text.ts'
import { MinusIcon, PackageIcon, PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { type Choice, withUnits } from './return-request.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly choice: Choice
  readonly missing: boolean
  onChange(choice: Choice): void
}

/** Which units come back; what cannot says why. */
export function LineChoice({ order, choice, missing, onChange }: Props) {
  const say = useWords(returnWords)
  return (
    <fieldset class="choice">
      <legend class="choice-title">{say('which')}</legend>
      {missing && (
        <p class="field-error" role="alert">
          {say('chooseSome')}
        </p>
      )}
      <ul class="basket">
        {order.lines.map(line => (
          <Line
            key={line.variantId}
            line={line}
            units={choice.get(line.variantId) ?? 0}
            onUnits={units => onChange(withUnits(choice, line.variantId, units))}
          />
        ))}
      </ul>
    </fieldset>
  )
}

type LineProps = {
  readonly line: OrderView['lines'][number]
  readonly units: number
  onUnits(units: number): void
}

function Line({ line, units, onUnits }: LineProps) {
  const say = useWords(returnWords)
  const can = returnable(line, Date.now())
  return (
    <li class="basket-row" data-testid="return-line" data-variant-id={line.variantId} data-units={units}>
      {line.imageUrl ? (
        <img class="basket-picture" src={line.imageUrl} alt="" width={72} height={72} />
      ) : (
        <span class="basket-picture picture-none">
          <PackageIcon />
        </span>
      )}
      <div class="basket-text">
        <p class="basket-title">{line.title}</p>
        {line.variantTitle && <p class="basket-variant">{line.variantTitle}</p>}
        {'why' in can ? (
          <WhyNot line={line} why={can.why} />
        ) : (
          <p class="basket-variant">{say('upTo', { count: can.left })}</p>
        )}
      </div>
      {can.left > 0 && (
        <div class="basket-tools">
          <fieldset class="stepper-box" aria-label={line.title}>
            <Button
              kind="quiet"
              icon
              aria-label={say('less')}
              disabled={units <= 0}
              onClick={() => onUnits(units - 1)}
            >
              <MinusIcon />
            </Button>
            <output class="basket-quantity">{units}</output>
            <Button
              kind="quiet"
              icon
              aria-label={say('more')}
              data-testid="return-more"
              disabled={units >= can.left}
              onClick={() => onUnits(units + 1)}
            >
              <PlusIcon />
            </Button>
          </fieldset>
        </div>
      )}
    </li>
  )
}

type WhyProps = {
  readonly line: OrderView['lines'][number]
  readonly why: 'all-returned' | 'too-late' | 'not-yet' | 'exception'
}

export function WhyNot({ line, why }: WhyProps) {
  const say = useWords(returnWords)
  const sayCheckout = useWords(checkoutWords)
  return (
    <p class="basket-gone" data-testid="why-not">
      {why === 'exception'
        ? sayCheckout('returnNone', { reason: exceptionText(line.returnException ?? '', sayCheckout) })
        : say(why)}
    </p>
  )
}
