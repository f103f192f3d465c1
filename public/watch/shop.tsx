import type { ProductView } from '../../src/wire.ts'
import { BasketSheet } from '../basket/basket-sheet.tsx'
import { OrdersSheet } from '../orders/orders-sheet.tsx'
import { BagSheet } from './bag-sheet.tsx'
import type { LineupExtra } from './lineup.tsx'
import { ProductSheet } from './product-sheet.tsx'
import type { ShopState } from './shop-state.ts'
import type { Opened } from './watch-page.tsx'

export { BottomBar } from './bottom-bar.tsx'
export { Lineup } from './lineup.tsx'
export { ShareButton } from './share-button.tsx'
export { Talks } from './talks.tsx'

type Props = {
  readonly state: ShopState
  /** Products that can be opened though they are not in the lineup: of a show that is over. */
  readonly others?: readonly ProductView[]
  /** What stands below a product of the lineup. */
  readonly extra?: LineupExtra
  readonly opened: Opened
  onOpen(opened: Opened | null): void
}

/** What is open over the stage: the lineup, a product to buy, the basket, or the viewer's orders. */
export function ShopSheets({ state, others = [], extra, opened, onOpen }: Props) {
  const close = () => onOpen(null)
  if (opened.kind === 'orders') return <OrdersSheet onClose={close} />
  if (opened.kind === 'bag') return <BagSheet state={state} extra={extra} onOpen={onOpen} onClose={close} />
  if (opened.kind === 'basket') {
    const { slug, lineup } = state.room
    return <BasketSheet roomSlug={slug} lineup={lineup} news={state.stock} onClose={close} />
  }
  const product = [...state.room.lineup, ...others].find(({ id }) => id === opened.productId)
  if (!product) return null
  return (
    <ProductSheet
      key={product.id}
      product={product}
      state={state}
      onBack={opened.from === 'bag' ? () => onOpen({ kind: 'bag' }) : null}
      onClose={close}
    />
  )
}
