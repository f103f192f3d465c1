import { useState } from 'preact/hooks'
import type { ProductView } from '../../../src/wire.ts'
import { available, priceText } from '../../desk/product-figures.ts'
import { ProductPicture, pictureUrl } from '../../desk/product-picture.tsx'
import { Button } from '../../shared/button.tsx'
import { PackageIcon, PlusIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { PagedList } from '../list/paged-list.tsx'
import { NewProduct } from '../new-product.tsx'
import { type SectionProps, Tools } from '../section.tsx'
import { adminWords } from '../words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { CategoriesSheet } from './categories-sheet.tsx'
import { FilesSheet } from './files-sheet.tsx'
import { Filters } from './filters.tsx'
import { ProductSheet } from './product-sheet.tsx'
import { useBulk } from './use-bulk.ts'
import { everything, useCatalog } from './use-catalog.ts'
import { useCategories } from './use-categories.ts'
import { catalogWords } from './words.ts'
import './catalog.css'

type Open = { readonly product: ProductView } | 'new' | 'categories' | 'files' | null

/** The products section: find them, change one or many, bring them in and out as files. */
export function Catalog({ show }: SectionProps) {
  const say = useWords(catalogWords)
  const sayAdmin = useWords(adminWords)
  const list = useCatalog(show)
  const categories = useCategories()
  const tree = categories.resource.state === 'ready' ? categories.resource.value : []
  const bulk = useBulk(list.put, show)
  const [open, setOpen] = useState<Open>(null)
  const filtered =
    JSON.stringify({ ...list.filter, sort: '' }) !== JSON.stringify({ ...everything, sort: '' })
  const change = (product: ProductView) => {
    list.put(product)
    setOpen({ product })
  }
  const close = () => setOpen(null)
  const reload = () => {
    list.loading.reload()
    categories.reload()
  }

  return (
    <>
      <Tools>
        <Button onClick={() => setOpen('categories')}>{say('manageCategories')}</Button>
        <Button onClick={() => setOpen('files')} data-testid="files">
          {say('files')}
        </Button>
        <Button kind="primary" onClick={() => setOpen('new')} data-testid="add-product">
          <PlusIcon />
          {sayAdmin('addProduct')}
        </Button>
      </Tools>
      <Filters filter={list.filter} categories={tree} onChange={list.setFilter} />
      <BulkBar bulk={bulk} />
      <PagedList
        list={list}
        empty={
          <EmptyState
            icon={<PackageIcon />}
            title={filtered ? say('noneSuch') : sayAdmin('productsEmpty')}
            text={say(filtered ? 'noneSuchText' : 'emptyText')}
          />
        }
      >
        {items => <Rows items={items} bulk={bulk} onOpen={product => setOpen({ product })} />}
      </PagedList>
      {open === 'new' && (
        <NewProduct
          onClose={close}
          onMade={product => {
            change(product)
            show(sayAdmin('created'))
          }}
        />
      )}
      {open === 'categories' && <CategoriesSheet categories={categories} onClose={close} show={show} />}
      {open === 'files' && <FilesSheet onApplied={reload} onClose={close} show={show} />}
      {open !== null && typeof open === 'object' && (
        <ProductSheet
          product={open.product}
          categories={tree}
          onChange={change}
          onClose={close}
          show={show}
        />
      )}
    </>
  )
}

type RowsProps = {
  readonly items: readonly ProductView[]
  readonly bulk: ReturnType<typeof useBulk>
  onOpen(product: ProductView): void
}

function Rows({ items, bulk, onOpen }: RowsProps) {
  const say = useWords(catalogWords)
  const sayAdmin = useWords(adminWords)
  const language = useLanguage()
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{sayAdmin('product')}</th>
          <th>{sayAdmin('sku')}</th>
          <th>{say('status')}</th>
          <th class="number">{sayAdmin('price')}</th>
          <th class="number">{sayAdmin('available')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {items.map(product => (
          <tr key={product.id}>
            <td class="table-head-cell">
              <span class="table-head">
                <label class="row-check">
                  <input
                    type="checkbox"
                    aria-label={say('select', { title: product.title })}
                    checked={bulk.chosen.has(product.id)}
                    data-testid={`select-${product.id}`}
                    onChange={() => bulk.toggle(product)}
                  />
                </label>
                <ProductPicture url={pictureUrl(product.images, 48)} />
                <strong>{product.title}</strong>
              </span>
            </td>
            <td data-label={sayAdmin('sku')} class="quiet skus">
              {product.variants
                .slice(0, 3)
                .map(variant => variant.sku)
                .join(', ')}
              {product.variants.length > 3 && ` +${product.variants.length - 3}`}
            </td>
            <td data-label={say('status')}>
              <span class={`status status-${product.status}`}>{say(product.status)}</span>
            </td>
            <td data-label={sayAdmin('price')} class="number">
              {priceText(product, language)}
            </td>
            <td data-label={sayAdmin('available')} class="number">
              {available(product)}
            </td>
            <td class="table-action">
              <Button onClick={() => onOpen(product)} data-testid={`edit-${product.id}`}>
                {sayAdmin('edit')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
