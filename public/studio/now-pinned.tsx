import type { ProductView } from '../../src/wire.ts'
import { ProductPicture, pictureUrl } from '../desk/product-picture.tsx'
import { lasted } from '../desk/time-text.ts'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { useNow } from '../shared/use-now.ts'
import type { Pin } from './use-pin.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly pin: Pin
  readonly products: readonly ProductView[]
  readonly live: boolean
}

/** The card that viewers see on the picture now; always in sight. */
export function NowPinned({ pin, products, live }: Props) {
  const say = useWords(studioWords)
  const product = products.find(candidate => candidate.id === pin.productId)
  if (pin.productId === null)
    return (
      <div class="now-pinned now-pinned-none">
        <span>{say('nothingPinned')}</span>
        <span class="quiet small keys-hint">{say('pinKeys')}</span>
      </div>
    )
  return (
    <div class="now-pinned">
      <ProductPicture url={product ? pictureUrl(product.images, 40) : null} />
      <span class="now-pinned-text">
        <span class="now-pinned-label">
          {say(live ? 'nowPinned' : 'pinnedOffline')}{' '}
          {pin.since === null ? <Spinner /> : live && <Lasting since={pin.since} />}
        </span>
        <strong class="one-line">{product?.title ?? pin.productId}</strong>
      </span>
      <Button data-testid="unpin" aria-keyshortcuts="0" onClick={pin.take}>
        {say('unpin')} <kbd>0</kbd>
      </Button>
    </div>
  )
}

export function Lasting({ since }: { since: string }) {
  return <span class="lasting">{lasted(since, useNow())}</span>
}
