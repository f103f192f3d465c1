import { useEffect, useRef, useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { CheckoutFoot } from '../checkout/checkout-foot.tsx'
import { CheckoutForm } from '../checkout/checkout-form.tsx'
import { type CheckoutLine, useCheckout } from '../checkout/use-checkout.ts'
import { Button } from '../shared/button.tsx'
import { CartIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { EmptyState, Skeleton } from '../shared/states.tsx'
import { leftOf } from '../watch/product-facts.ts'
import { emptyStockBook, type StockBook } from '../watch/stock-book.ts'
import { type BasketLine, withLineAt, without, withPrices, withQuantity } from './basket.ts'
import { apart, basketFacts, type LineFacts, sumOf } from './basket-facts.ts'
import { BasketRow } from './basket-row.tsx'
import { changeBasket } from './basket-store.ts'
import { useBasket } from './use-basket.ts'
import { useProducts } from './use-products.ts'
import { basketWords } from './words.ts'

type Props = {
  /** null outside of any room. */
  readonly roomSlug: string | null
  readonly lineup?: readonly ProductView[]
  readonly news?: StockBook
  onClose(): void
}

type Removed = { readonly line: BasketLine; readonly index: number }

/** The basket, and all that ordering it takes. */
export function BasketSheet({ roomSlug, lineup = [], news = emptyStockBook, onClose }: Props) {
  const say = useWords(basketWords)
  const basket = useBasket()
  const [removed, setRemoved] = useState<Removed | null>(null)
  const { products, failed, again } = useProducts(
    basket.map(line => line.productId),
    lineup,
  )
  const facts = basketFacts(basket, products, variant => leftOf(variant, news))
  const { there, gone } = apart(facts)
  const checkout = useCheckout({
    lines: there.map(checkoutLine),
    roomSlug,
    news,
    basket: true,
  })
  const { forget } = checkout
  useSeenPrices(facts)

  const remove = (variantId: string) => {
    forget()
    const index = basket.findIndex(line => line.variantId === variantId)
    const line = basket[index]
    if (!line) return
    setRemoved({ line, index })
    changeBasket(now => without(now, variantId))
  }
  const undo = () => {
    if (removed) changeBasket(now => withLineAt(now, removed.line, removed.index))
    setRemoved(null)
  }
  const take = (variantId: string, quantity: number) => {
    forget()
    changeBasket(now => withQuantity(now, variantId, quantity))
  }
  const rows = (shown: readonly LineFacts[]) =>
    shown.map(each => (
      <BasketRow
        key={each.line.variantId}
        facts={each}
        onQuantity={quantity => take(each.line.variantId, quantity)}
        onRemove={() => remove(each.line.variantId)}
      />
    ))
  const unread = facts.some(({ state }) => state === 'unknown')

  return (
    <Sheet
      title={say('title')}
      closeLabel={say('close')}
      onClose={onClose}
      foot={
        <>
          {removed && <Undo title={removed.line.title} onUndo={undo} />}
          {there.length > 0 && (
            <CheckoutFoot checkout={checkout} soldOut={false} onTake={take} onRemove={remove} />
          )}
        </>
      }
    >
      {basket.length === 0 && (
        <EmptyState icon={<CartIcon />} title={say('emptyTitle')} text={say('emptyText')} />
      )}
      {there.length > 0 && (
        <CheckoutForm checkout={checkout}>
          <div>
            {unread && !failed && <Skeleton class="basket-reading" />}
            {unread && failed && (
              <div class="notice">
                <p>{say('failed')}</p>
                <Button onClick={again}>{say('retry')}</Button>
              </div>
            )}
            {!unread && sumOf(there) === null && <p class="notice notice-bad">{say('currencies')}</p>}
            <ul class="basket">{rows(there)}</ul>
          </div>
        </CheckoutForm>
      )}
      {gone.length > 0 && (
        <section class="basket-apart">
          <div class="choice-head">
            <h3 class="choice-title">{say('goneTitle')}</h3>
            <button
              type="button"
              class="link"
              onClick={() =>
                changeBasket(now =>
                  now.filter(line => !gone.some(each => each.line.variantId === line.variantId)),
                )
              }
            >
              {say('goneClear')}
            </button>
          </div>
          <ul class="basket">{rows(gone)}</ul>
        </section>
      )}
    </Sheet>
  )
}

function checkoutLine({ line, product, variant, price }: LineFacts): CheckoutLine {
  const title = [product?.title ?? line.title, variant?.title ?? line.variantTitle].filter(Boolean).join(' ')
  return { variantId: line.variantId, quantity: line.quantity, title, unitPrice: price }
}

function Undo({ title, onUndo }: { title: string; onUndo: () => void }) {
  const say = useWords(basketWords)
  return (
    <p class="notice basket-undo" role="status">
      {say('removed', { title })}
      <Button kind="quiet" data-testid="undo" onClick={onUndo}>
        {say('undo')}
      </Button>
    </p>
  )
}

/** A change of price is pointed out until the sheet is closed; then the buyer knows it. */
function useSeenPrices(facts: readonly LineFacts[]) {
  const latest = useRef(facts)
  latest.current = facts
  useEffect(
    () => () => {
      const prices = latest.current.filter(({ before }) => before !== null)
      if (prices.length === 0) return
      const seen = new Map(prices.map(({ line, price }) => [line.variantId, price]))
      changeBasket(basket => withPrices(basket, seen))
    },
    [],
  )
}
