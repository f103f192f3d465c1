import type { ProductView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { checkoutWords } from './words.ts'

/** Whether it can be brought back; the law wants an exception said before the purchase. */
export function ReturnNote({ rule }: { rule: ProductView['returnRule'] | undefined }) {
  const say = useWords(checkoutWords)
  if (!rule) return null
  return (
    <p
      class={rule.kind === 'days' ? 'rule-note' : 'rule-note rule-warning'}
      data-testid="return-rule"
      data-returnable={rule.kind === 'days'}
    >
      {rule.kind === 'days'
        ? say('returnDays', { days: rule.days })
        : say('returnNone', { reason: say(rule.reason) })}
    </p>
  )
}

/** Who orders what goes to the first who pays must know that it is not theirs yet. */
export function FirstPaidNote({ policy }: { policy: ProductView['stockPolicy'] | undefined }) {
  const say = useWords(checkoutWords)
  if (policy !== 'first-paid') return null
  return (
    <p class="rule-note rule-warning" data-testid="first-paid">
      {say('firstPaid')}
    </p>
  )
}
