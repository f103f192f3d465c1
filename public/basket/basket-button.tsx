import { useEffect, useRef, useState } from 'preact/hooks'
import { CartIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { shopWords } from '../watch/shop-words.ts'
import { unitsIn } from './basket.ts'
import { useBasket } from './use-basket.ts'

const answerShownMs = 2_500

/** On the stage once something is in the basket. What is put in is said here: the picture stays in sight. */
export function BasketButton({ onOpen }: { onOpen: () => void }) {
  const say = useWords(shopWords)
  const count = unitsIn(useBasket())
  const before = useRef(count)
  const [added, setAdded] = useState(false)
  useEffect(() => {
    const more = count > before.current
    before.current = count
    setAdded(more)
    if (!more) return
    const timer = setTimeout(setAdded, answerShownMs, false)
    return () => clearTimeout(timer)
  }, [count])
  return (
    <span class="basket-place">
      {count > 0 && (
        <button
          type="button"
          class="float"
          data-testid="basket"
          data-added={added}
          aria-label={say('basket', { count })}
          onClick={onOpen}
        >
          <CartIcon />
          <span class="basket-count" aria-hidden="true">
            {count > 99 ? '99+' : count}
          </span>
        </button>
      )}
      {/* Always there, or what comes into it would not be read out. */}
      <span class={added ? 'basket-added' : undefined} role="status" data-testid="basket-added">
        {added && say('added')}
      </span>
    </span>
  )
}
