import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { TrashIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import type { DraftFaults, VariantDraft } from './new-variants.ts'
import { adminWords } from './words.ts'

type Props = {
  readonly draft: VariantDraft
  readonly faults: DraftFaults
  onChange(draft: VariantDraft): void
  /** null: the only one stays. */
  readonly onRemove: (() => void) | null
}

export function VariantFields({ draft, faults, onChange, onRemove }: Props) {
  const say = useWords(adminWords)
  const input = (
    name: Exclude<keyof VariantDraft, 'key'>,
    label: string,
    options: { hint?: string; error?: string | undefined; decimal?: boolean } = {},
  ) => (
    <Field label={label} hint={options.hint} error={options.error}>
      {attributes => (
        <input
          {...attributes}
          value={draft[name]}
          maxLength={80}
          inputMode={options.decimal ? 'decimal' : 'text'}
          autocomplete="off"
          data-testid={`variant-${name}`}
          onInput={event => onChange({ ...draft, [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
  return (
    <fieldset class="variant-draft">
      <legend class="visually-hidden">{say('variant')}</legend>
      <div class="form-row">
        {input('sku', say('sku'), { error: faults.sku && say(faults.sku) })}
        {input('title', say('variantTitle'), { hint: say('variantHint') })}
      </div>
      <div class="form-row">
        {input('price', say('price'), { error: faults.price && say(faults.price), decimal: true })}
        {input('compareAtPrice', say('struckPrice'), {
          error: faults.compareAtPrice && say(faults.compareAtPrice),
          hint: say('optional'),
          decimal: true,
        })}
      </div>
      {input('barcode', say('barcode'), { hint: say('optional') })}
      {onRemove && (
        <Button kind="quiet" onClick={onRemove}>
          <TrashIcon />
          {say('removeVariant')}
        </Button>
      )}
    </fieldset>
  )
}
