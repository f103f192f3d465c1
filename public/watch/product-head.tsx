import type { ProductView, VariantView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { Price } from './price.tsx'
import { ProductPicture } from './product-picture.tsx'
import { shopWords } from './shop-words.ts'

type Props = {
  readonly product: ProductView
  readonly variant: VariantView
  readonly left: number
  /** No other variant: its stock is told here. */
  readonly alone: boolean
}

export function ProductHead({ product, variant, left, alone }: Props) {
  const say = useWords(shopWords)
  return (
    <div class="product-head">
      <ProductPicture product={product} sizes="(min-width: 560px) 160px, 30vw" />
      <div class="product-facts">
        <Price price={variant.price} was={variant.compareAtPrice} />
        {alone && (
          <p
            class={left > 0 ? 'product-left' : 'product-left product-gone'}
            data-testid={`stock-${variant.id}`}
            data-available={left}
          >
            {left > 0 ? say('left', { count: left }) : say('soldOut')}
          </p>
        )}
        {product.description && <p class="product-description">{product.description}</p>}
      </div>
    </div>
  )
}
