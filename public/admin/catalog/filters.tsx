import type { CategoryView } from '../../../src/wire.ts'
import { Select } from '../../desk/select.tsx'
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
      <Select
        aria-label={say('status')}
        value={filter.status}
        options={statuses.map(name => [name, say(name)])}
        testId="filter-status"
        onChoose={status => onChange({ ...filter, status })}
      />
      <Select
        aria-label={say('category')}
        value={filter.categoryId}
        options={[
          ['', say('everyCategory')],
          ...categories.map(category => [category.id, indented(category)] as const),
        ]}
        onChoose={categoryId => onChange({ ...filter, categoryId })}
      />
      {/* A search is sorted by how well it fits. */}
      <Select
        aria-label={say('sort')}
        value={filter.sort}
        disabled={filter.q.trim() !== ''}
        options={sorts.map(name => [name, say(name === 'title' ? 'byTitle' : name)])}
        onChoose={sort => onChange({ ...filter, sort })}
      />
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
