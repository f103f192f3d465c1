import { useState } from 'preact/hooks'
import type { CategoryView, ProductStatus, ProductView, ReturnRule, StockPolicy } from '../../../src/wire.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
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
const reasons = [
  'made-to-order',
  'perishable',
  'sealed-opened',
  'digital',
  'newspaper',
  'other-stated',
] as const

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
      <div class="form-row">
        <Field label={say('status')}>
          {attributes => (
            <select
              {...attributes}
              value={draft.status}
              data-testid="status"
              onChange={event => {
                const chosen = statuses.find(name => name === event.currentTarget.value)
                if (chosen) setDraft({ ...draft, status: chosen })
              }}
            >
              {statuses.map(name => (
                <option key={name} value={name}>
                  {say(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={say('stockPolicy')}>
          {attributes => (
            <select
              {...attributes}
              value={draft.stockPolicy}
              onChange={event => {
                const chosen = policies.find(name => name === event.currentTarget.value)
                if (chosen) setDraft({ ...draft, stockPolicy: chosen })
              }}
            >
              {policies.map(name => (
                <option key={name} value={name}>
                  {say(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={say('returnRule')} hint={say('returnHint')}>
        {attributes => (
          <select
            {...attributes}
            value={ruleValue(draft.returnRule)}
            onChange={event => setDraft({ ...draft, returnRule: ruleOf(event.currentTarget.value) })}
          >
            {[...new Set([...usualDays, returnDays])].map(days => (
              <option key={days} value={days}>
                {say('days', { days })}
              </option>
            ))}
            {reasons.map(reason => (
              <option key={reason} value={reason}>
                {say(reason)}
              </option>
            ))}
          </select>
        )}
      </Field>
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
  const reason = reasons.find(name => name === value)
  return reason === undefined ? { kind: 'days', days: Number(value) } : { kind: 'none', reason }
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id].sort()
}
