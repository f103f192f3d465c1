import { useCallback } from 'preact/hooks'
import type { LevelView, ProductView, StoreView, VariantView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { amountText, parseAmount } from './amount.ts'
import { InlineEdit } from './inline-edit.tsx'
import { Loaded } from './loaded.tsx'
import { useCall } from './session.tsx'
import { StockLevels } from './stock-levels.tsx'
import { useReplaceVariant } from './use-replace-variant.ts'
import { useResource } from './use-resource.ts'
import { deskWords } from './words.ts'

type Props = {
  readonly product: ProductView
  onChange(product: ProductView): void
}

/** Prices and stock of each variant, each field saved when it is left. */
export function VariantEditor({ product, onChange }: Props) {
  const call = useCall()
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
  const replace = useReplaceVariant(product, onChange)
  return (
    <>
      {product.variants.map(variant => (
        <fieldset key={variant.id} class="variant">
          <legend class="variant-title">
            {variant.title || product.title} <span class="quiet small">{variant.sku}</span>
          </legend>
          <VariantPrices variant={variant} onChange={replace} />
          <Loaded loading={stores}>
            {known => (
              <StockLevels
                variantId={variant.id}
                stores={known}
                onChange={levels => replace({ ...variant, available: sum(levels) })}
              />
            )}
          </Loaded>
        </fieldset>
      ))}
    </>
  )
}

function sum(levels: readonly LevelView[]): number {
  return levels.reduce((total, level) => total + level.available, 0)
}

export function VariantPrices({
  variant,
  onChange,
}: {
  variant: VariantView
  onChange(variant: VariantView): void
}) {
  const say = useWords(deskWords)
  const call = useCall()
  const { currency } = variant.price
  const patch = async (body: object) => {
    const path = `/api/v1/variants/${encodeURIComponent(variant.id)}`
    // The answer, not the wish: a struck price that is no longer above the price goes away with it.
    onChange(await call<VariantView>('PATCH', path, { body }))
  }
  return (
    <div class="variant-prices">
      <InlineEdit
        label={say('price')}
        value={amountText(variant.price.amount, currency)}
        inputMode="decimal"
        testId={`price-${variant.id}`}
        save={text => {
          const amount = parseAmount(text, currency)
          return amount === null ? say('badPrice') : patch({ price: { amount, currency } })
        }}
      />
      <InlineEdit
        label={say('struckPrice')}
        value={variant.compareAtPrice ? amountText(variant.compareAtPrice.amount, currency) : ''}
        inputMode="decimal"
        save={text => {
          if (text.trim() === '') return patch({ compareAtPrice: null })
          const amount = parseAmount(text, currency)
          return amount === null ? say('badPrice') : patch({ compareAtPrice: { amount, currency } })
        }}
      />
    </div>
  )
}
