import type { AuditEntryView, StoreView } from '../../../src/wire.ts'
import { timeText } from '../../desk/time-text.ts'
import { ReceiptIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { useAddress } from '../list/address.ts'
import { PagedList } from '../list/paged-list.tsx'
import { usePaged } from '../list/use-paged.ts'
import type { SectionProps } from '../section.tsx'
import { known, useStores } from '../staff/use-stores.ts'
import { auditPath, filterOf, noFilter } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { Changes } from './changes.tsx'
import { auditSentence } from './sentence.ts'
import { auditWords } from './words.ts'
import './audit.css'

/** `#audit?subjectId=…` shows what was done with one thing. */
export function AuditSection({ show }: SectionProps) {
  const say = useWords(auditWords)
  const stores = known(useStores())
  const { query, set } = useAddress()
  const filter = filterOf(query)
  const path = auditPath(filter)
  const list = usePaged<AuditEntryView>(path, show)
  return (
    <>
      <AuditFilters filter={filter} stores={stores} onChange={set} />
      <PagedList
        list={list}
        empty={
          <EmptyState
            icon={<ReceiptIcon />}
            title={say('empty')}
            text={say(path === auditPath(noFilter) ? 'emptyText' : 'emptyFiltered')}
          />
        }
      >
        {items => (
          <ol class="card audit-list" data-testid="audit">
            {items.map(entry => (
              <Entry key={entry.id} entry={entry} stores={stores} />
            ))}
          </ol>
        )}
      </PagedList>
    </>
  )
}

function Entry({ entry, stores }: { entry: AuditEntryView; stores: readonly StoreView[] }) {
  const say = useWords(auditWords)
  const language = useLanguage()
  const { via } = entry.actor
  const store = stores.find(({ id }) => id === entry.storeId)?.name
  const notes = [timeText(entry.at, language), store, via === 'token' && say('byToken')]
  const bare = entry.before === null && entry.after === null
  const head = (
    <span class="audit-what">
      <span>{auditSentence(entry, language)}</span>
      <span class="quiet small">{notes.filter(Boolean).join(' · ')}</span>
    </span>
  )
  return (
    <li class="audit-entry" data-testid="audit-entry">
      {bare ? (
        <div class="audit-head">{head}</div>
      ) : (
        <details>
          <summary class="audit-head">{head}</summary>
          <Changes entry={entry} stores={stores} />
        </details>
      )}
    </li>
  )
}
