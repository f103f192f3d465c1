import { useCallback, useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { available, priceText } from '../desk/product-figures.ts'
import { ProductPicture, pictureUrl } from '../desk/product-picture.tsx'
import { useCall, useMay } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { useSettled } from '../desk/use-settled.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { CheckIcon, PackageIcon, PlusIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { EmptyState } from '../shared/states.tsx'
import { studioWords } from './words.ts'

type Props = {
  /** Ids that are in the lineup already. */
  readonly chosen: readonly string[]
  onAdd(product: ProductView): void
  onClose(): void
}

export function ProductSearch({ chosen, onAdd, onClose }: Props) {
  const say = useWords(studioWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const query = useSettled(typed.trim())
  const call = useCall()
  const mayAdd = useMay()('catalog.write')
  const found = useResource(
    useCallback(
      (signal: AbortSignal) =>
        call<{ items: readonly ProductView[] }>('GET', `/api/v1/products?q=${encodeURIComponent(query)}`, {
          signal,
        }),
      [call, query],
    ),
    ({ items }) => items.length > 0,
  )
  return (
    <Sheet
      title={say('addProduct')}
      closeLabel={sayDesk('close')}
      onClose={onClose}
      foot={
        <Button kind="primary" wide onClick={onClose}>
          {say('done')}
        </Button>
      }
    >
      <input
        class="field-input search-field"
        type="search"
        // The dialog opens for nothing else.
        autofocus
        placeholder={say('search')}
        aria-label={say('search')}
        value={typed}
        data-testid="product-search"
        onInput={event => setTyped(event.currentTarget.value)}
      />
      <Loaded loading={found}>
        {({ items }, asking) =>
          items.length === 0 ? (
            <EmptyState
              icon={<PackageIcon />}
              title={say(query === '' ? 'noProducts' : 'searchNone')}
              text={say(query === '' ? 'noProductsText' : 'searchNoneText')}
            >
              {mayAdd && (
                <a class="button button-secondary" href="/admin#products">
                  {say('goAdmin')}
                </a>
              )}
            </EmptyState>
          ) : (
            <ul class="found" aria-busy={asking}>
              {items.map(product => (
                <li key={product.id} class="found-row">
                  <ProductPicture url={pictureUrl(product.images, 48)} />
                  <span class="item-text">
                    <span class="item-title">{product.title}</span>
                    <span class="item-figures">
                      <strong>{priceText(product, language)}</strong>
                      <span class="quiet">{say('stockLeft', { count: available(product) })}</span>
                    </span>
                  </span>
                  {chosen.includes(product.id) ? (
                    <span class="in-lineup">
                      <CheckIcon />
                      {say('inLineup')}
                    </span>
                  ) : (
                    <Button onClick={() => onAdd(product)} data-testid={`add-${product.id}`}>
                      <PlusIcon />
                      {say('add')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Sheet>
  )
}
