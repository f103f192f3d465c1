import type { CategoryView, ProductView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { FactsForm } from './facts-form.tsx'
import { OptionsForm } from './options-form.tsx'
import { Pictures } from './pictures.tsx'
import { useEdit } from './use-edit.ts'
import { Variants } from './variants.tsx'
import { catalogWords } from './words.ts'

type Props = {
  readonly product: ProductView
  readonly categories: readonly CategoryView[]
  onChange(product: ProductView): void
  onClose(): void
  show(text: string): void
}

/** All of one product. */
export function ProductSheet({ product, categories, onChange, onClose, show }: Props) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const edit = useEdit(product, onChange)
  return (
    <Sheet title={product.title} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="form">
        {(edit.conflict || edit.fault) && (
          <div class="sheet-notes">
            {edit.conflict && (
              <div class="conflict" role="alert">
                {say('conflict')}
                <Button onClick={edit.reload} data-testid="load-again">
                  {say('loadAgain')}
                </Button>
              </div>
            )}
            <Fault text={edit.fault} />
          </div>
        )}
        <h3 class="sub-title">{say('pictures')}</h3>
        <Pictures product={product} edit={edit} onChange={onChange} />
        {/* Anew with each version: what somebody else changed must not stand under what was typed. */}
        <FactsForm key={`facts-${product.version}`} {...{ product, categories, edit, show }} />
        <h3 class="sub-title">{say('variants')}</h3>
        <Variants product={product} edit={edit} onChange={onChange} />
        <h3 class="sub-title">{say('options')}</h3>
        <OptionsForm key={`options-${product.version}`} product={product} edit={edit} />
      </div>
    </Sheet>
  )
}
