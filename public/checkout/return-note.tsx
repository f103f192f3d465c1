import type { ReturnRule } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { checkoutWords } from './words.ts'

/** Whether it can be brought back; the law wants an exception said before the purchase. */
export function ReturnNote({ rule }: { rule: ReturnRule | undefined }) {
  const say = useWords(checkoutWords)
  if (!rule) return null
  return (
    <p class="return-note" data-testid="return-rule" data-returnable={rule.kind === 'days'}>
      {rule.kind === 'days'
        ? say('returnDays', { days: rule.days })
        : say('returnNone', { reason: say(rule.reason) })}
    </p>
  )
}
