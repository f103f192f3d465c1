import { useEffect } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { BagIcon, CloseIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { studioWords } from './words.ts'

const shownMs = 6_000

/** Without sound: it would go on air. */
export function OrderPopUp({ order, onDone }: { order: OrderView | null; onDone(): void }) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  useEffect(() => {
    if (!order) return
    const timer = setTimeout(onDone, shownMs)
    return () => clearTimeout(timer)
  }, [order, onDone])
  return (
    <div class="pop-up-place" role="status">
      {order && (
        <div class="pop-up" key={order.id}>
          <BagIcon />
          <span class="pop-up-text">
            <strong>
              {say('newOrder')} {formatMoney(order.total, language)}
            </strong>
            <span class="one-line small">
              {order.lines.map(line => `${line.quantity} × ${line.title}`).join(', ')}
            </span>
          </span>
          <Button kind="quiet" icon aria-label={sayDesk('close')} onClick={onDone}>
            <CloseIcon />
          </Button>
        </div>
      )}
    </div>
  )
}
