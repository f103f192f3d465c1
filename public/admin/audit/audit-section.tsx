import { useEffect, useState } from 'preact/hooks'
import type { AuditEntryView, StoreView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { ReceiptIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { EmptyState } from '../../shared/states.tsx'
import type { SectionProps } from '../section.tsx'
import { known, useStores } from '../staff/use-stores.ts'
import { auditPath, filterOfAddress, noFilter } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { Changes } from './changes.tsx'
import { auditSentence } from './sentence.ts'
import { useAudit } from './use-audit.ts'
import { auditWords } from './words.ts'
import './audit.css'

export function AuditSection({ show }: SectionProps) {
  const say = useWords(auditWords)
  const sayProblem = useProblemText()
  const stores = known(useStores())
  const [filter, setFilter] = useState(() => filterOfAddress(location.hash))
  useEffect(() => {
    const change = () => setFilter(filterOfAddress(location.hash))
    addEventListener('hashchange', change)
    return () => removeEventListener('hashchange', change)
  }, [])
  const { loading, more, busy } = useAudit(filter, error => show(sayProblem(error), 'bad'))
  const filtered = auditPath(filter) !== auditPath(noFilter)
  return (
    <>
      <AuditFilters filter={filter} stores={stores} onChange={setFilter} />
      <Loaded loading={loading}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<ReceiptIcon />}
              title={say('empty')}
              text={say(filtered ? 'emptyFiltered' : 'emptyText')}
            />
          ) : (
            <>
              <ol class="card audit-list" data-testid="audit">
                {items.map(entry => (
                  <Entry key={entry.id} entry={entry} stores={stores} />
                ))}
              </ol>
              {next !== null && (
                <Button class="more" busy={busy} onClick={() => more(next)}>
                  {say('more')}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
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
