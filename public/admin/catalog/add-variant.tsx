import { useState } from 'preact/hooks'
import type { ProductView } from '../../../src/wire.ts'
import { SelectField } from '../../desk/select.tsx'
import { useStaff } from '../../desk/session.tsx'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { type DraftFaults, draftFaults, emptyDraft, variantsOf } from '../new-variants.ts'
import { VariantFields } from '../variant-fields.tsx'
import { type Edit, productPath } from './use-edit.ts'
import { catalogWords } from './words.ts'

type Props = { readonly product: ProductView; readonly edit: Edit; onDone(): void }

export function AddVariant({ product, edit, onDone }: Props) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const { currency } = useStaff()
  const [draft, setDraft] = useState(emptyDraft(0))
  const [values, setValues] = useState(product.options.map(({ values }) => values[0] ?? ''))
  const [faults, setFaults] = useState<DraftFaults>({})

  const submit = async (event: Event) => {
    event.preventDefault()
    const [found = {}] = draftFaults([draft], currency)
    setFaults(found)
    const [variant] = variantsOf([draft], currency)
    if (Object.keys(found).length > 0 || variant === undefined) return
    const body = { ...variant, options: values }
    if (await edit.send('POST', productPath(product, '/variants'), body)) onDone()
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      {product.options.map(({ name, values: known }, index) => (
        <SelectField
          key={name}
          label={name}
          value={values[index] ?? ''}
          options={known.map(value => [value, value])}
          onChoose={value => setValues(values.with(index, value))}
        />
      ))}
      <VariantFields draft={draft} faults={faults} onChange={setDraft} onRemove={null} />
      <div class="form-actions">
        <Button kind="quiet" onClick={onDone}>
          {sayDesk('cancel')}
        </Button>
        <Button type="submit" kind="primary" busy={edit.busy}>
          {say('addVariant')}
        </Button>
      </div>
    </form>
  )
}
