import { useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { mostQuantity, withLine } from '../basket/basket.ts'
import { changeBasket } from '../basket/basket-store.ts'
import { CheckoutFoot } from '../checkout/checkout-foot.tsx'
import { CheckoutForm } from '../checkout/checkout-form.tsx'
import { QuantityStepper } from '../checkout/quantity-stepper.tsx'
import { useCheckout } from '../checkout/use-checkout.ts'
import { Button } from '../shared/button.tsx'
import { BackIcon, CartIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { picturesOf } from './option-facts.ts'
import { leftOf } from './product-facts.ts'
import { ProductHead } from './product-head.tsx'
import type { ShopState } from './shop-state.ts'
import { shopWords } from './shop-words.ts'
import { VariantChoice } from './variant-choice.tsx'

type Props = {
  readonly product: ProductView
  readonly state: ShopState
  readonly onBack: (() => void) | null
  onClose(): void
}

/** All that buying one thing takes, and the way into the basket for who wants more than that. */
export function ProductSheet({ product, state, onBack, onClose }: Props) {
  const say = useWords(shopWords)
  const [variantId, setVariantId] = useState(() => firstChoice(product, state))
  const [wanted, setWanted] = useState(1)
  const variant = product.variants.find(({ id }) => id === variantId) ?? product.variants[0]
  const left = variant ? leftOf(variant, state.stock) : 0
  const quantity = Math.min(wanted, Math.max(1, Math.min(mostQuantity, left)))
  const variantTitle = variant ? variant.title || variant.options?.join(' / ') || '' : ''
  const checkout = useCheckout({
    lines: variant
      ? [
          {
            variantId: variant.id,
            quantity,
            title: titleWith(product, variantTitle),
            unitPrice: variant.price,
          },
        ]
      : [],
    roomSlug: state.room.slug,
    news: state.stock,
    basket: false,
  })
  const { atStore, options, forget, chooseStore } = checkout
  const most = atStore && options ? Math.max(0, ...options.map(option => option.left ?? 0)) : left

  const change = (set: () => void) => {
    forget()
    set()
  }
  const add = () => {
    if (!variant) return
    changeBasket(basket =>
      withLine(basket, {
        variantId: variant.id,
        productId: product.id,
        quantity,
        title: product.title,
        variantTitle,
        imageUrl: picturesOf(product, variant.id)[0]?.sizes[0]?.url ?? null,
        price: variant.price,
      }),
    )
    onClose()
  }

  return (
    <Sheet
      title={product.title}
      closeLabel={say('close')}
      onClose={onClose}
      lead={
        onBack && (
          <Button kind="quiet" icon aria-label={say('back')} onClick={onBack}>
            <BackIcon />
          </Button>
        )
      }
      foot={
        <CheckoutFoot
          checkout={checkout}
          soldOut={left === 0}
          onTake={(_, available) => change(() => setWanted(available))}
          aside={
            <Button class="total-add" data-testid="add-to-basket" disabled={left === 0} onClick={add}>
              <CartIcon />
              {say('add')}
            </Button>
          }
        />
      }
    >
      <CheckoutForm checkout={checkout}>
        {variant && (
          <ProductHead
            product={product}
            variant={variant}
            left={left}
            alone={product.variants.length === 1}
          />
        )}
        {product.variants.length > 1 && (
          <VariantChoice
            product={product}
            stock={state.stock}
            chosen={variantId}
            onChoose={id =>
              change(() => {
                setVariantId(id)
                chooseStore(null)
              })
            }
          />
        )}
        <QuantityStepper
          value={quantity}
          most={Math.max(1, Math.min(mostQuantity, most))}
          onChange={value => change(() => setWanted(value))}
        />
      </CheckoutForm>
    </Sheet>
  )
}

function titleWith(product: ProductView, variantTitle: string): string {
  return variantTitle === '' ? product.title : `${product.title} ${variantTitle}`
}

function firstChoice(product: ProductView, state: ShopState): string {
  const there = product.variants.find(variant => leftOf(variant, state.stock) > 0)
  return (there ?? product.variants[0])?.id ?? ''
}
