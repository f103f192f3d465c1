import { useState } from 'preact/hooks'
import type { CategoryView, ProductStatus, ProductView, ReturnRule, StockPolicy } from '../../../src/wire.ts'
import { SelectField } from '../../desk/select.tsx'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { returnExceptions } from '../../shared/return-exceptions.ts'
import { adminWords } from '../words.ts'
import { type Edit, productPath } from './use-edit.ts'
import { catalogWords } from './words.ts'

type Props = {
  readonly product: ProductView
  readonly categories: readonly CategoryView[]
  readonly edit: Edit
  show(text: string): void
}

const statuses: readonly ProductStatus[] = ['active', 'draft', 'archived']
const policies: readonly StockPolicy[] = ['hold', 'first-paid']
const usualDays = [7, 15, 30]

/** Texts and rules of a product, saved together. */
export function FactsForm({ product, categories, edit, show }: Props) {
  const say = useWords(catalogWords)
  const sayAdmin = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const { title, description, status, stockPolicy, returnRule, categoryIds } = product
  const before = { title, description, status, stockPolicy, returnRule, categoryIds }
  const [draft, setDraft] = useState(before)
  const [fault, setFault] = useState<string | undefined>()
  const changed = JSON.stringify(draft) !== JSON.stringify(before)
  const returnDays = returnRule.kind === 'days' ? returnRule.days : 7

  const submit = async (event: Event) => {
    event.preventDefault()
    if (draft.title.trim() === '') return setFault(sayAdmin('needTitle'))
    setFault(undefined)
    if (await edit.send('PATCH', productPath(product), draft)) show(sayAdmin('saved'))
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      <Field label={sayAdmin('title')} error={fault}>
        {attributes => (
          <input
            {...attributes}
            value={draft.title}
            maxLength={120}
            data-testid="title"
            onInput={event => setDraft({ ...draft, title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={sayAdmin('description')}>
        {attributes => (
          <textarea
            {...attributes}
            rows={3}
            value={draft.description}
            maxLength={5000}
            onInput={event => setDraft({ ...draft, description: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="form-row form-row-wide">
        <SelectField
          label={say('status')}
          value={draft.status}
          options={statuses.map(name => [name, say(name)])}
          testId="status"
          onChoose={status => setDraft({ ...draft, status })}
        />
        <SelectField
          label={say('stockPolicy')}
          value={draft.stockPolicy}
          options={policies.map(name => [name, say(name)])}
          onChoose={stockPolicy => setDraft({ ...draft, stockPolicy })}
        />
      </div>
      <SelectField
        label={say('returnRule')}
        hint={say('returnHint')}
        value={ruleValue(draft.returnRule)}
        options={[
          ...[...new Set([...usualDays, returnDays])].map(
            days => [String(days), say('days', { days })] as const,
          ),
          ...returnExceptions.map(reason => [reason, say(reason)] as const),
        ]}
        onChoose={rule => setDraft({ ...draft, returnRule: ruleOf(rule) })}
      />
      <fieldset class="field">
        <legend class="field-label">{say('categoriesOf')}</legend>
        {categories.length === 0 ? (
          <p class="field-hint">{say('noCategories')}</p>
        ) : (
          <div class="check-list">
            {categories.map(({ id, name, depth }) => (
              <label key={id} style={{ paddingLeft: `${12 + (depth - 1) * 20}px` }}>
                <input
                  type="checkbox"
                  checked={draft.categoryIds.includes(id)}
                  onChange={() => setDraft({ ...draft, categoryIds: toggled(draft.categoryIds, id) })}
                />
                {name}
              </label>
            ))}
          </div>
        )}
      </fieldset>
      {changed && (
        <div class="form-actions">
          <Button type="submit" kind="primary" busy={edit.busy} data-testid="save-facts">
            {sayDesk('save')}
          </Button>
        </div>
      )}
    </form>
  )
}

function ruleValue(rule: ReturnRule): string {
  return rule.kind === 'days' ? String(rule.days) : rule.reason
}

function ruleOf(value: string): ReturnRule {
  const reason = returnExceptions.find(name => name === value)
  return reason === undefined ? { kind: 'days', days: Number(value) } : { kind: 'none', reason }
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id].sort()
}
