import type { ApiProblem } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { leftByProblem } from './out-of-stock.ts'
import { shopWords } from './shop-words.ts'

type Props = {
  readonly problem: ApiProblem
  readonly variantId: string
  readonly isPickup: boolean
  onTake(quantity: number): void
}

/** Why the order was not placed, and what can be done now. */
export function OrderProblem({ problem, variantId, isPickup, onTake }: Props) {
  const say = useWords(shopWords)
  if (problem.type === 'out-of-stock') {
    const left = leftByProblem(problem, variantId) ?? 0
    return (
      <div class="notice notice-bad" role="alert" data-testid="out-of-stock">
        <p>
          {left > 0
            ? say('outOfStock', { count: left })
            : say(isPickup ? 'outOfStockNone' : 'outOfStockGone')}
        </p>
        {left > 0 && <Button onClick={() => onTake(left)}>{say('outOfStockTake', { count: left })}</Button>}
      </div>
    )
  }
  const text =
    problem.status === 429
      ? say('tooMany')
      : problem.status === 0 || problem.status >= 500
        ? `${say('lostTitle')}。${say('lostText')}`
        : say('refused', { detail: problem.detail })
  return (
    <p class="notice notice-bad" role="alert">
      {text}
    </p>
  )
}
