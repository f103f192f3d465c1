import { BagSheet } from './bag-sheet.tsx'
import { OrdersSheet } from './orders-sheet.tsx'
import { ProductSheet } from './product-sheet.tsx'
import type { RoomState } from './room-state.ts'
import type { Opened } from './watch-page.tsx'

export { Lineup } from './lineup.tsx'

type Props = {
  readonly state: RoomState
  readonly opened: Opened
  onOpen(opened: Opened | null): void
}

/** What is open over the stage: the bag, a product to buy, or the viewer's orders. */
export function ShopSheets({ state, opened, onOpen }: Props) {
  const close = () => onOpen(null)
  if (opened.kind === 'orders') return <OrdersSheet onClose={close} />
  if (opened.kind === 'bag') return <BagSheet state={state} onOpen={onOpen} onClose={close} />
  const product = state.room.lineup.find(({ id }) => id === opened.productId)
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
