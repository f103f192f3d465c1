import type { ProductView, RoomView } from '../../../src/wire.ts'
import { priceText } from '../../desk/product-figures.ts'
import { ProductPicture, pictureUrl } from '../../desk/product-picture.tsx'
import { useLanguage } from '../../shared/language.tsx'

type Props = {
  readonly pinned: RoomView['pinned']
  readonly products: readonly ProductView[]
  /** The picture under it is a mirror: the card still covers what it covers for viewers. */
  readonly mirrored: boolean
}

const percent = (share: number) => `${share * 100}%`

/** The card, drawn where the server burns it into the picture that viewers get. */
export function CardOver({ pinned, products, mirrored }: Props) {
  const language = useLanguage()
  const product = products.find(({ id }) => id === pinned?.productId)
  // Before the server has agreed to a pin there is no place yet.
  if (!pinned || !product || pinned.rect.width === 0) return null
  const { x, y, width, height } = pinned.rect
  return (
    <div
      class="card-over"
      data-testid="card-over"
      style={{
        left: percent(mirrored ? 1 - x - width : x),
        top: percent(y),
        width: percent(width),
        height: percent(height),
      }}
    >
      <ProductPicture url={pictureUrl(product.images, 96)} />
      <span class="card-over-title">{product.title}</span>
      <strong class="card-over-price">{priceText(product, language)}</strong>
    </div>
  )
}
