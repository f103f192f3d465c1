import type { ProductView, VariantView } from '../../src/wire.ts'
import { FirstPaidNote, ReturnNote } from '../checkout/rule-notes.tsx'
import { useWords } from '../shared/language.tsx'
import { Gallery } from './gallery.tsx'
import { picturesOf } from './option-facts.ts'
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

/** One picture stands beside the price; several are swiped through above it. */
export function ProductHead({ product, variant, left, alone }: Props) {
  const say = useWords(shopWords)
  const pictures = picturesOf(product, variant.id)
  const several = pictures.length > 1
  return (
    <>
      {several && <Gallery pictures={pictures} title={product.title} />}
      <div class={several ? 'product-head product-head-wide' : 'product-head'}>
        {!several && (
          <ProductPicture
            images={pictures[0]?.sizes ?? product.images}
            sizes="(min-width: 560px) 160px, 30vw"
          />
        )}
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
          <FirstPaidNote policy={product.stockPolicy} />
          <ReturnNote rule={product.returnRule} />
        </div>
      </div>
    </>
  )
}
