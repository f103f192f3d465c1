import type { MovementView, StoreView } from '../../../src/wire.ts'
import { timeText } from '../../desk/time-text.ts'
import { ReceiptIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { knownReason } from './reasons.ts'
import { signed } from './signed.ts'
import { stockWords } from './words.ts'

type Props = { readonly movements: readonly MovementView[]; readonly stores: readonly StoreView[] }

export function Ledger({ movements, stores }: Props) {
  const say = useWords(stockWords)
  const language = useLanguage()
  if (movements.length === 0)
    return <EmptyState icon={<ReceiptIcon />} title={say('ledgerEmpty')} text={say('ledgerEmptyText')} />
  return (
    <ul class="ledger">
      {movements.map(({ id, storeId, kind, onHand, reserved, reason, note, at }) => {
        const known = knownReason(reason)
        return (
          <li key={id} class="movement">
            <strong class={`change ${onHand < 0 ? 'change-out' : onHand > 0 ? 'change-in' : ''}`}>
              {onHand === 0 ? '·' : signed(onHand)}
            </strong>
            <span class="movement-text">
              <span>
                {say(`kind-${kind}`)}
                {reason && kind === 'adjust' && ` · ${known ? say(known) : reason}`}
                {note && ` · ${note}`}
              </span>
              <span class="quiet small">
                {stores.find(store => store.id === storeId)?.name}
                {reserved !== 0 && ` · ${say('heldChange', { change: signed(reserved) })}`}
              </span>
            </span>
            <time class="quiet small" datetime={at}>
              {timeText(at, language)}
            </time>
          </li>
        )
      })}
    </ul>
  )
}
