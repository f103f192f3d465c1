import { useCallback } from 'preact/hooks'
import type { StaffView, StoreView } from '../../../src/wire.ts'
import { useCall, useMay, useStaff } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { Choice, DayField } from '../list/filter-fields.tsx'
import { type AuditFilter, noFilter } from './audit-filter.ts'
import { wordOf } from './sentence.ts'
import { auditWords, nounWords } from './words.ts'

const kinds = Object.keys(nounWords).filter(kind => !['products', 'stock'].includes(kind))

type Props = {
  readonly filter: AuditFilter
  readonly stores: readonly StoreView[]
  onChange(changes: Readonly<Record<string, string>>): void
}

export function AuditFilters({ filter, stores, onChange }: Props) {
  const say = useWords(auditWords)
  const language = useLanguage()
  const { storeId } = useStaff()
  const people = usePeople()
  const choice = (
    name: keyof AuditFilter,
    label: string,
    all: string,
    options: readonly [string, string][],
  ) => (
    <Choice
      label={label}
      all={all}
      value={filter[name]}
      options={options}
      testId={`audit-${name}`}
      onChange={value => onChange({ [name]: value })}
    />
  )
  const day = (name: 'from' | 'to') => (
    <DayField label={say(name)} value={filter[name]} onChange={value => onChange({ [name]: value })} />
  )
  if (filter.subjectId !== '')
    return (
      <div class="audit-one">
        <span class="quiet">{say('onlyOne')}</span>
        <Button onClick={() => onChange(noFilter)}>{say('showAll')}</Button>
      </div>
    )
  return (
    <div class="audit-filters">
      {choice(
        'subjectKind',
        say('what'),
        say('everything'),
        kinds.map(kind => [kind, (wordOf(nounWords, kind, language) ?? kind).replace(/^the /, '')]),
      )}
      {people.length > 0 &&
        choice(
          'actorId',
          say('who'),
          say('everybody'),
          people.map(({ id, name }) => [id, name]),
        )}
      {storeId === null &&
        stores.length > 0 &&
        choice(
          'storeId',
          say('where'),
          say('everywhere'),
          stores.map(({ id, name }) => [id, name]),
        )}
      <div class="audit-days">
        {day('from')}
        {day('to')}
      </div>
    </div>
  )
}

/** Whom one can ask for: those whom one can see. */
function usePeople(): readonly StaffView[] {
  const call = useCall()
  const allowed = useMay()('staff.manage')
  const { resource } = useResource(
    useCallback(
      async (signal: AbortSignal) => (allowed ? allPages<StaffView>(call, '/api/v1/staff', signal) : []),
      [call, allowed],
    ),
  )
  return resource.state === 'ready' ? resource.value : []
}
