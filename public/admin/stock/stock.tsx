import { useCallback, useState } from 'preact/hooks'
import type { StoreDetailView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { StoreIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { EmptyState } from '../../shared/states.tsx'
import type { SectionProps } from '../section.tsx'
import { Documents } from './documents.tsx'
import { Levels } from './levels.tsx'
import { stockWords } from './words.ts'

const parts = ['levels', 'receipts', 'transfers', 'counts'] as const

/** What the stores have, and the papers by which it comes and goes. */
export function Stock({ show }: SectionProps) {
  const say = useWords(stockWords)
  const call = useCall()
  const [part, setPart] = useState<(typeof parts)[number]>('levels')
  const stores = useResource(
    useCallback(
      (signal: AbortSignal) => allPages<StoreDetailView>(call, '/api/v1/stores?status=all', signal),
      [call],
    ),
  )
  return (
    <>
      <div class="tabs" role="tablist" aria-label={say('parts')}>
        {parts.map(name => (
          <button
            key={name}
            type="button"
            role="tab"
            class="tab"
            aria-selected={name === part}
            data-testid={`stock-${name}`}
            onClick={() => setPart(name)}
          >
            {say(name)}
          </button>
        ))}
      </div>
      <Loaded loading={stores}>
        {known =>
          known.length === 0 ? (
            <EmptyState icon={<StoreIcon />} title={say('empty')} text={say('noStores')} />
          ) : part === 'levels' ? (
            <Levels stores={known} show={show} />
          ) : (
            <Documents key={part} kind={part} stores={known} show={show} />
          )
        }
      </Loaded>
    </>
  )
}
