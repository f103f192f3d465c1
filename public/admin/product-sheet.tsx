import { useState } from 'preact/hooks'
import type { ProductView, VariantView } from '../../src/wire.ts'
import { InlineEdit } from '../desk/inline-edit.tsx'
import { PictureUpload } from '../desk/picture-upload.tsx'
import { pictureUrl } from '../desk/product-picture.tsx'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useReplaceVariant } from '../desk/use-replace-variant.ts'
import { VariantEditor } from '../desk/variant-editor.tsx'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { adminWords } from './words.ts'

type Props = {
  readonly product: ProductView
  onChange(product: ProductView): void
  onClose(): void
  show(text: string): void
}

export function ProductSheet({ product, onChange, onClose, show }: Props) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const replace = useReplaceVariant(product, onChange)
  return (
    <Sheet title={product.title} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="form">
        <PictureUpload<ProductView>
          path={`/api/v1/products/${encodeURIComponent(product.id)}/image`}
          picture={pictureUrl(product.images, 96)}
          onAnswer={onChange}
        />
        <Texts product={product} onChange={onChange} show={show} />
        <h3 class="sub-title">{say('priceStock')}</h3>
        <VariantEditor product={product} onChange={onChange} />
        {product.variants.map(variant => (
          <VariantTexts key={variant.id} variant={variant} onChange={replace} />
        ))}
      </div>
    </Sheet>
  )
}

function Texts({ product, onChange, show }: Omit<Props, 'onClose'>) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [title, setTitle] = useState(product.title)
  const [description, setDescription] = useState(product.description)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | undefined>()
  const changed = title !== product.title || description !== product.description

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy || !changed) return
    if (title.trim() === '') return setFault(say('needTitle'))
    setBusy(true)
    setFault(undefined)
    try {
      const body = { title: title.trim(), description: description.trim() }
      const path = `/api/v1/products/${encodeURIComponent(product.id)}`
      const after = await call<ProductView>('PATCH', path, { body })
      setTitle(after.title)
      setDescription(after.description)
      onChange(after)
      show(say('saved'))
    } catch (error) {
      setFault(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      <Field label={say('title')} error={fault}>
        {attributes => (
          <input
            {...attributes}
            value={title}
            maxLength={120}
            onInput={event => setTitle(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={say('description')}>
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
      {changed && (
        <div class="form-actions">
          <Button type="submit" kind="primary" busy={busy}>
            {sayDesk('save')}
          </Button>
        </div>
      )}
    </form>
  )
}

function VariantTexts({ variant, onChange }: { variant: VariantView; onChange(variant: VariantView): void }) {
  const say = useWords(adminWords)
  const call = useCall()
  const patch = async (body: object) => {
    const path = `/api/v1/variants/${encodeURIComponent(variant.id)}`
    onChange(await call<VariantView>('PATCH', path, { body }))
  }
  return (
    <fieldset class="form-row">
      <legend class="visually-hidden">{variant.sku}</legend>
      <InlineEdit
        label={`${variant.sku} · ${say('variantTitle')}`}
        value={variant.title}
        maxLength={80}
        save={text => patch({ title: text.trim() })}
      />
      <InlineEdit
        label={`${variant.sku} · ${say('barcode')}`}
        value={variant.barcode ?? ''}
        maxLength={64}
        save={text => patch({ barcode: text.trim() === '' ? null : text.trim() })}
      />
    </fieldset>
  )
}
