import { useState } from 'preact/hooks'
import type { ProductView, VariantView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { ProductPicture, pictureUrl } from '../desk/product-picture.tsx'
import { Button } from '../shared/button.tsx'
import { PackageIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { SearchField, type SectionProps, Tools } from './section.tsx'
import { StockSheet } from './stock-sheet.tsx'
import { useProducts } from './use-products.ts'
import { adminWords } from './words.ts'

type Opened = { readonly product: ProductView; readonly variant: VariantView }

export function Stock({ show }: SectionProps) {
  const say = useWords(adminWords)
  const list = useProducts(show)
  const [open, setOpen] = useState<Opened | null>(null)
  return (
    <>
      <Tools>
        <SearchField label={say('search')} value={list.typed} onInput={list.search} />
      </Tools>
      <Loaded loading={list.loading}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<PackageIcon />}
              title={say(list.query === '' ? 'productsEmpty' : 'noMatch')}
              text={say(list.query === '' ? 'stockEmptyText' : 'noMatchText')}
            />
          ) : (
            <>
              <table class="table">
                <thead>
                  <tr>
                    <th>{say('product')}</th>
                    <th>{say('sku')}</th>
                    <th>{say('barcode')}</th>
                    <th class="number">{say('available')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.flatMap(product =>
                    product.variants.map(variant => (
                      <tr key={variant.id}>
                        <td class="table-head-cell">
                          <ProductPicture url={pictureUrl(product.images, 48)} />
                          <span>
                            <strong>{product.title}</strong>
                            {variant.title && <span class="quiet small"> {variant.title}</span>}
                          </span>
                        </td>
                        <td data-label={say('sku')} class="quiet">
                          {variant.sku}
                        </td>
                        <td data-label={say('barcode')} class="quiet">
                          {variant.barcode ?? '–'}
                        </td>
                        <td data-label={say('available')} class="number">
                          {variant.available}
                        </td>
                        <td class="table-action">
                          <Button
                            onClick={() => setOpen({ product, variant })}
                            data-testid={`adjust-${variant.id}`}
                          >
                            {say('adjust')}
                          </Button>
                        </td>
                      </tr>
                    )),
                  )}
                </tbody>
              </table>
              {next !== null && (
                <Button class="more" onClick={list.more}>
                  {say('more')}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
      {open && (
        <StockSheet
          title={[open.product.title, open.variant.title].filter(Boolean).join(' · ')}
          variantId={open.variant.id}
          onClose={() => setOpen(null)}
          onChange={sum =>
            list.put({
              ...open.product,
              variants: open.product.variants.map(other =>
                other.id === open.variant.id ? { ...other, available: sum } : other,
              ),
            })
          }
        />
      )}
    </>
  )
}
