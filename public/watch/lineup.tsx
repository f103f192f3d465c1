import type { ComponentChildren } from 'preact'
import type { ProductView } from '../../src/wire.ts'
import { BagIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { Price } from './price.tsx'
import { cheapest, leftOf, leftOfProduct } from './product-facts.ts'
import { ProductPicture } from './product-picture.tsx'
import type { ShopState } from './shop-state.ts'
import { shopWords } from './shop-words.ts'
import type { Opened } from './watch-page.tsx'

/** Made for each product; it may hold buttons of its own. */
export type LineupExtra = (product: ProductView) => ComponentChildren

type Props = {
  readonly state: ShopState
  /** Behind an open sheet: the sheet's own marks count. */
  readonly quiet?: boolean
  readonly from?: 'bag' | 'stage'
  readonly extra?: LineupExtra | undefined
  onOpen(opened: Opened): void
}

/** The products of the show, in the host's order. */
export function Lineup({ state, quiet, from = 'stage', extra, onOpen }: Props) {
  const say = useWords(shopWords)
  const { lineup, pinned } = state.room
  if (lineup.length === 0) {
    return <EmptyState icon={<BagIcon />} title={say('emptyTitle')} text={say('emptyText')} />
  }
  return (
    <section aria-label={say('lineup')}>
      <ol class="lineup">
        {lineup.map((product, index) => (
          <Row
            key={product.id}
            product={product}
            state={state}
            number={index + 1}
            explaining={pinned?.productId === product.id}
            marked={!quiet}
            extra={extra?.(product)}
            onOpen={() => onOpen({ kind: 'product', productId: product.id, from })}
          />
        ))}
      </ol>
    </section>
  )
}

type RowProps = {
  readonly product: ProductView
  readonly state: ShopState
  readonly number: number
  readonly explaining: boolean
  readonly marked: boolean
  readonly extra: ComponentChildren
  onOpen(): void
}

function Row({ product, state, number, explaining, marked, extra, onOpen }: RowProps) {
  const say = useWords(shopWords)
  const left = leftOfProduct(product, state.stock)
  const cheap = cheapest(product)
  return (
    <li>
      <button
        type="button"
        class="row"
        data-testid={marked ? 'product' : undefined}
        data-product-id={product.id}
        data-explaining={explaining}
        onClick={onOpen}
      >
        <span class="row-picture">
          <ProductPicture images={product.images} sizes="96px" />
          <span class="row-number" aria-hidden="true">
            {number}
          </span>
        </span>
        <span class="row-text">
          {explaining && <span class="badge badge-on">{say('explaining')}</span>}
          <span class="row-title">{product.title}</span>
          <Stocks product={product} state={state} marked={marked} />
          {cheap && (
            <Price
              price={cheap.variant.price}
              was={cheap.only ? cheap.variant.compareAtPrice : null}
              from={!cheap.only}
            />
          )}
        </span>
        <span class={left > 0 ? 'row-buy' : 'row-buy row-gone'} aria-hidden="true">
          {say(left > 0 ? 'buyShort' : 'soldOut')}
        </span>
      </button>
      {extra}
    </li>
  )
}

// Of more variants the sum is shown, and each of them once the product is open.
const shownVariants = 3

/** One figure, kept for each variant, so that a change of any of them is seen and can be told apart. */
function Stocks({ product, state, marked }: { product: ProductView; state: ShopState; marked: boolean }) {
  const say = useWords(shopWords)
  const many = product.variants.length > shownVariants
  const sum = leftOfProduct(product, state.stock)
  return (
    <span class="row-stock">
      {many && <span>{sum > 0 ? say('leftInAll', { count: sum }) : say('soldOut')}</span>}
      {product.variants.map(variant => {
        const left = leftOf(variant, state.stock)
        const text = left > 0 ? say('left', { count: left }) : say('soldOut')
        return (
          <span
            key={variant.id}
            class={many ? 'visually-hidden' : undefined}
            aria-hidden={many}
            data-testid={marked ? `stock-${variant.id}` : undefined}
            data-available={left}
          >
            {product.variants.length > 1 ? `${variant.title} ${text}` : text}
          </span>
        )
      })}
    </span>
  )
}
