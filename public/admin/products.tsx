import { useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { available, priceText } from '../desk/product-figures.ts'
import { ProductPicture, pictureUrl } from '../desk/product-picture.tsx'
import { Button } from '../shared/button.tsx'
import { PackageIcon, PlusIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { EmptyState } from '../shared/states.tsx'
import { NewProduct } from './new-product.tsx'
import { ProductSheet } from './product-sheet.tsx'
import { SearchField, type SectionProps, Tools } from './section.tsx'
import { useProducts } from './use-products.ts'
import { adminWords } from './words.ts'

export function Products({ show }: SectionProps) {
  const say = useWords(adminWords)
  const language = useLanguage()
  const list = useProducts(show)
  const [open, setOpen] = useState<ProductView | null>(null)
  const [adding, setAdding] = useState(false)
  const change = (product: ProductView) => {
    list.put(product)
    setOpen(product)
  }

  return (
    <>
      <Tools>
        <SearchField label={say('search')} value={list.typed} onInput={list.search} />
        <Button kind="primary" onClick={() => setAdding(true)} data-testid="add-product">
          <PlusIcon />
          {say('addProduct')}
        </Button>
      </Tools>
      <Loaded loading={list.loading}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<PackageIcon />}
              title={say(list.query === '' ? 'productsEmpty' : 'noMatch')}
              text={say(list.query === '' ? 'productsEmptyText' : 'noMatchText')}
            />
          ) : (
            <>
              <table class="table">
                <thead>
                  <tr>
                    <th>{say('product')}</th>
                    <th>{say('sku')}</th>
                    <th class="number">{say('price')}</th>
                    <th class="number">{say('available')}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.map(product => (
                    <tr key={product.id}>
                      <td class="table-head-cell">
                        <ProductPicture url={pictureUrl(product.images, 48)} />
                        <strong>{product.title}</strong>
                      </td>
                      <td data-label={say('sku')} class="quiet">
                        {product.variants.map(variant => variant.sku).join(', ')}
                      </td>
                      <td data-label={say('price')} class="number">
                        {priceText(product, language)}
                      </td>
                      <td data-label={say('available')} class="number">
                        {available(product)}
                      </td>
                      <td class="table-action">
                        <Button onClick={() => setOpen(product)} data-testid={`edit-${product.id}`}>
                          {say('edit')}
                        </Button>
                      </td>
                    </tr>
                  ))}
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
      {adding && (
        <NewProduct
          onClose={() => setAdding(false)}
          onMade={product => {
            setAdding(false)
            change(product)
            show(say('created'))
          }}
        />
      )}
      {open && <ProductSheet product={open} onChange={change} onClose={() => setOpen(null)} show={show} />}
    </>
  )
}
