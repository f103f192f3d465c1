import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import type { useBulk } from './use-bulk.ts'
import { catalogWords } from './words.ts'

/** What can be done with what is chosen, then what was done and how to undo it. */
export function BulkBar({ bulk }: { bulk: ReturnType<typeof useBulk> }) {
  const say = useWords(catalogWords)
  const { chosen, done, busy } = bulk
  if (chosen.size > 0) {
    return (
      <div class="bulk" role="status">
        <strong>{say('selected', { count: chosen.size })}</strong>
        <Button busy={busy} onClick={() => bulk.setStatus('archived')} data-testid="bulk-archive">
          {say('putOff')}
        </Button>
        <Button busy={busy} onClick={() => bulk.setStatus('active')}>
          {say('putOn')}
        </Button>
        <Button kind="quiet" onClick={bulk.clear}>
          {say('clear')}
        </Button>
      </div>
    )
  }
  if (done === null) return null
  return (
    <div class="bulk" role="status">
      <strong>{say(done.status === 'active' ? 'nowOn' : 'nowOff', { count: done.before.size })}</strong>
      <Button busy={busy} onClick={bulk.undo} data-testid="bulk-undo">
        {say('undo')}
      </Button>
    </div>
  )
}
