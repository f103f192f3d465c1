import { useCallback, useState } from 'preact/hooks'
import type { LevelView, ProductView, StoreView, VariantView } from '../../../src/wire.ts'
import { amountText, parseAmount } from '../../desk/amount.ts'
import { DownIcon, UpIcon } from '../../desk/icons.tsx'
import { InlineEdit } from '../../desk/inline-edit.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { StockLevels } from '../../desk/stock-levels.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { PlusIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { allPages } from '../../shared/pages.ts'
import { adminWords } from '../words.ts'
import { AddVariant } from './add-variant.tsx'
import { type Edit, productPath } from './use-edit.ts'
import { catalogWords } from './words.ts'

type Props = {
  readonly product: ProductView
  readonly edit: Edit
  onChange(product: ProductView): void
}

/** Each variant with its codes, prices and stock; those that are not sold any more come last. */
export function Variants({ product, edit, onChange }: Props) {
  const say = useWords(catalogWords)
  const call = useCall()
  const [adding, setAdding] = useState(false)
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
  const sold = product.variants.filter(variant => !variant.kept?.archivedAt)
  const ids = sold.map(variant => variant.id)
  const place = (variant: VariantView, to: number) =>
    edit.send('PUT', productPath(product, '/variants/order'), {
      ids: ids.filter(id => id !== variant.id).toSpliced(to, 0, variant.id),
    })
  const replace = (variant: VariantView) =>
    onChange({
      ...product,
      variants: product.variants.map(other => (other.id === variant.id ? variant : other)),
    })
  return (
    <>
      {sold.map((variant, index) => (
        <fieldset key={variant.id} class="variant" data-testid={`variant-${variant.sku}`}>
          <legend class="variant-title">
            {variant.options.join(' / ') || variant.title || product.title}{' '}
            <span class="quiet small">{variant.sku}</span>
          </legend>
          <Codes variant={variant} edit={edit} />
          <VariantPrices variant={variant} edit={edit} />
          <Loaded loading={stores}>
            {known => (
              <StockLevels
                variantId={variant.id}
                stores={known}
                onChange={levels => replace({ ...variant, available: sum(levels) })}
              />
            )}
          </Loaded>
          {sold.length > 1 && (
            <div class="variant-actions">
              <Button
                kind="quiet"
                icon
                aria-label={say('earlier')}
                disabled={index === 0 || edit.busy}
                onClick={() => place(variant, index - 1)}
              >
                <UpIcon />
              </Button>
              <Button
                kind="quiet"
                icon
                aria-label={say('later')}
                disabled={index === sold.length - 1 || edit.busy}
                onClick={() => place(variant, index + 1)}
              >
                <DownIcon />
              </Button>
              <Button
                kind="quiet"
                busy={edit.busy}
                onClick={() => edit.send('PATCH', pathOf(variant), { archived: true })}
              >
                {say('archive')}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {adding ? (
        <AddVariant product={product} edit={edit} onDone={() => setAdding(false)} />
      ) : (
        <Button kind="quiet" onClick={() => setAdding(true)} data-testid="add-variant">
          <PlusIcon />
          {say('addVariant')}
        </Button>
      )}
      {product.variants
        .filter(variant => variant.kept?.archivedAt)
        .map(variant => (
          <p key={variant.id} class="variant-actions variant-off">
            <span class="quiet">
              {variant.title || variant.options.join(' / ')} {variant.sku} · {say('stopped')}
            </span>
            <Button
              kind="quiet"
              busy={edit.busy}
              onClick={() => edit.send('PATCH', pathOf(variant), { archived: false })}
            >
              {say('restore')}
            </Button>
          </p>
        ))}
    </>
  )
}

function Codes({ variant, edit }: { variant: VariantView; edit: Edit }) {
  const say = useWords(adminWords)
  return (
    <div class="form-row">
      <InlineEdit
        label={say('variantTitle')}
        value={variant.title}
        maxLength={80}
        save={title => edit.sendOrThrow('PATCH', pathOf(variant), { title: title.trim() })}
      />
      <InlineEdit
        label={say('sku')}
        value={variant.sku}
        maxLength={64}
        save={sku =>
          sku.trim() === '' ? say('needSku') : edit.sendOrThrow('PATCH', pathOf(variant), { sku: sku.trim() })
        }
      />
      <InlineEdit
        label={say('barcode')}
        value={variant.barcode ?? ''}
        maxLength={64}
        save={barcode => edit.sendOrThrow('PATCH', pathOf(variant), { barcode: barcode.trim() || null })}
      />
    </div>
  )
}

function VariantPrices({ variant, edit }: { variant: VariantView; edit: Edit }) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const { kept, price, compareAtPrice } = variant
  const { currency } = price
  const typed = kept?.compareAtPrice ?? null
  const money = (value: VariantView['compareAtPrice']) => (value ? formatMoney(value, language) : say('none'))
  return (
    <>
      <div class="variant-prices">
        <InlineEdit
          label={sayDesk('price')}
          value={amountText(price.amount, currency)}
          inputMode="decimal"
          testId={`price-${variant.id}`}
          save={text => {
            const amount = parseAmount(text, currency)
            return amount === null
              ? sayDesk('badPrice')
              : edit.sendOrThrow('PATCH', pathOf(variant), { price: { amount, currency } })
          }}
        />
        <InlineEdit
          label={sayDesk('struckPrice')}
          value={typed ? amountText(typed.amount, currency) : ''}
          inputMode="decimal"
          testId={`struck-${variant.id}`}
          save={text => {
            const amount = text.trim() === '' ? null : parseAmount(text, currency)
            if (amount === null && text.trim() !== '') return sayDesk('badPrice')
            const compareAt = amount === null ? null : { amount, currency }
            return edit.sendOrThrow('PATCH', pathOf(variant), { compareAtPrice: compareAt })
          }}
        />
      </div>
      {kept && (kept.lowest7Days || kept.lowest30Days || typed) && (
        <dl class="price-facts">
          <div>
            <dt>{say('lowest7')}</dt>
            <dd>{money(kept.lowest7Days)}</dd>
          </div>
          <div>
            <dt>{say('lowest30')}</dt>
            <dd>{money(kept.lowest30Days)}</dd>
          </div>
          {typed && (
            <p>{compareAtPrice ? say('shownStruck', { price: money(compareAtPrice) }) : say('noStruck')}</p>
          )}
        </dl>
      )}
    </>
  )
}

function pathOf(variant: VariantView): string {
  return `/api/v1/variants/${encodeURIComponent(variant.id)}`
}

function sum(levels: readonly LevelView[]): number {
  return levels.reduce((total, level) => total + level.available, 0)
}
