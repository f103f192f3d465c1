import type { CategoryView } from '../../../src/wire.ts'
import { useWords } from '../../shared/language.tsx'
import { SearchField } from '../section.tsx'
import { adminWords } from '../words.ts'
import type { Filter } from './use-catalog.ts'
import { indented } from './use-categories.ts'
import { catalogWords } from './words.ts'

type Props = {
  readonly filter: Filter
  readonly categories: readonly CategoryView[]
  onChange(filter: Filter): void
}

const statuses = ['active', 'draft', 'archived', 'all'] as const
const sorts = ['newest', 'updated', 'title', 'oldest'] as const

export function Filters({ filter, categories, onChange }: Props) {
  const say = useWords(catalogWords)
  const sayAdmin = useWords(adminWords)
  return (
    <search class="catalog-filters">
      <SearchField label={sayAdmin('search')} value={filter.q} onInput={q => onChange({ ...filter, q })} />
      <select
        class="field-input"
        aria-label={say('status')}
        value={filter.status}
        data-testid="filter-status"
        onChange={event => {
          const status = statuses.find(name => name === event.currentTarget.value)
          if (status) onChange({ ...filter, status })
        }}
      >
        {statuses.map(name => (
          <option key={name} value={name}>
            {say(name)}
          </option>
        ))}
      </select>
      <select
        class="field-input"
        aria-label={say('category')}
        value={filter.categoryId}
        onChange={event => onChange({ ...filter, categoryId: event.currentTarget.value })}
      >
        <option value="">{say('everyCategory')}</option>
        {categories.map(category => (
          <option key={category.id} value={category.id}>
            {indented(category)}
          </option>
        ))}
      </select>
      {/* A search is sorted by how well it fits. */}
      <select
        class="field-input"
        aria-label={say('sort')}
        value={filter.sort}
        disabled={filter.q.trim() !== ''}
        onChange={event => {
          const sort = sorts.find(name => name === event.currentTarget.value)
          if (sort) onChange({ ...filter, sort })
        }}
      >
        {sorts.map(name => (
          <option key={name} value={name}>
            {say(name === 'title' ? 'byTitle' : name)}
          </option>
        ))}
      </select>
      <label class="chip-check">
        <input
          type="checkbox"
          checked={filter.low}
          onChange={event => onChange({ ...filter, low: event.currentTarget.checked })}
        />
        {say('lowStock')}
      </label>
    </search>
  )
}
