import { useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { Fault } from '../desk/fault.tsx'
import { useCall, useStaff } from '../desk/session.tsx'
import { useSteps } from '../desk/use-steps.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { PlusIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { type DraftFaults, draftFaults, emptyDraft, type VariantDraft, variantsOf } from './new-variants.ts'
import { VariantFields } from './variant-fields.tsx'
import { adminWords } from './words.ts'

type Props = { onMade(product: ProductView): void; onClose(): void }

export function NewProduct({ onMade, onClose }: Props) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const { currency } = useStaff()
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [drafts, setDrafts] = useState<readonly VariantDraft[]>([emptyDraft(0)])
  const [faults, setFaults] = useState<readonly DraftFaults[]>([])
  const [titleFault, setTitleFault] = useState<string | undefined>()
  const { busy, problem, run, refuse } = useSteps()

  const submit = (event: Event) => {
    event.preventDefault()
    const found = draftFaults(drafts, currency)
    setFaults(found)
    setTitleFault(title.trim() === '' ? say('needTitle') : undefined)
    refuse(null)
    if (title.trim() === '' || found.some(entry => Object.keys(entry).length > 0)) return
    const body = {
      title: title.trim(),
      description: description.trim(),
      variants: variantsOf(drafts, currency),
    }
    run(async () => onMade(await call<ProductView>('POST', '/api/v1/products', { body })))
  }
  const last = drafts.at(-1)

  return (
    <Sheet title={say('addProduct')} closeLabel={sayDesk('close')} onClose={onClose}>
      <form class="form" onSubmit={submit} noValidate>
        <Field label={say('title')} error={titleFault}>
          {attributes => (
            <input
              {...attributes}
              value={title}
              maxLength={120}
              data-testid="product-title"
              onInput={event => setTitle(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={say('description')} hint={say('optional')}>
          {attributes => (
            <textarea
              {...attributes}
              rows={2}
              value={description}
              maxLength={5000}
              onInput={event => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
        {drafts.map((draft, index) => (
          <VariantFields
            key={draft.key}
            draft={draft}
            faults={faults[index] ?? {}}
            onChange={next => setDrafts(drafts.map(other => (other.key === draft.key ? next : other)))}
            onRemove={
              drafts.length === 1 ? null : () => setDrafts(drafts.filter(other => other.key !== draft.key))
            }
          />
        ))}
        <Button kind="quiet" onClick={() => setDrafts([...drafts, emptyDraft((last?.key ?? 0) + 1)])}>
          <PlusIcon />
          {say('addVariant')}
        </Button>
        <Fault text={problem} />
        <Button type="submit" kind="primary" wide busy={busy} data-testid="create-product">
          {say('create')}
        </Button>
      </form>
    </Sheet>
  )
}
