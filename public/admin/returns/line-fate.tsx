import type { ReturnView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { MinusIcon, PlusIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { returnWords } from './words.ts'

type Props = {
  readonly line: ReturnView['lines'][number]
  readonly restocked: number
  onChange(restocked: number): void
}

/** How many of a line are as good as new. */
export function LineFate({ line, restocked, onChange }: Props) {
  const say = useWords(returnWords)
  const name = goodsName(line)
  const rest = line.quantity - restocked
  const question = say('condition', { count: line.quantity })
  return (
    <fieldset class="line-fate">
      <legend class="visually-hidden">{`${name}: ${question}`}</legend>
      <span class="order-who">
        <strong>{name}</strong>
        <span class="quiet small">{question}</span>
        <span class={rest > 0 ? 'small line-off' : 'quiet small'} aria-live="polite">
          {rest > 0 ? say('rest', { count: rest }) : say('allGood')}
        </span>
      </span>
      <span class="stepper">
        <Button
          icon
          aria-label={`${name} −`}
          disabled={restocked <= 0}
          data-testid="fewer"
          onClick={() => onChange(restocked - 1)}
        >
          <MinusIcon />
        </Button>
        <strong class="stepper-count">{restocked}</strong>
        <Button
          icon
          aria-label={`${name} +`}
          disabled={restocked >= line.quantity}
          data-testid="more"
          onClick={() => onChange(restocked + 1)}
        >
          <PlusIcon />
        </Button>
      </span>
    </fieldset>
  )
}
