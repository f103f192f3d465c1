import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { StoreIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { EmptyState, Spinner } from '../../shared/states.tsx'
import { type HeldTill, useTillHold } from './use-till-hold.ts'
import { holdWords } from './words.ts'

/** The till in one page of its device; any other says where it is, and can take it over. */
export function OneTill({ children }: { children(held: HeldTill): ComponentChildren }) {
  const sayDesk = useWords(deskWords)
  const holding = useTillHold()
  switch (holding.kind) {
    case 'here':
      return <>{children(holding.held)}</>
    case 'asking':
      return (
        <div class="till-wait">
          <Spinner label={sayDesk('loading')} />
        </div>
      )
    default:
      return <OtherPage key={holding.kind} kind={holding.kind} onTake={holding.take} />
  }
}

type Props = { readonly kind: 'elsewhere' | 'taken'; onTake(): Promise<void> }

function OtherPage({ kind, onTake }: Props) {
  const say = useWords(holdWords)
  const [busy, setBusy] = useState(false)
  const section = useRef<HTMLElement>(null)
  useEffect(() => section.current?.querySelector('button')?.focus(), [])
  return (
    <section ref={section} data-testid="other-page" data-kind={kind}>
      <EmptyState
        icon={<StoreIcon />}
        title={say(kind)}
        text={say(kind === 'taken' ? 'takenText' : 'elsewhereText')}
      >
        <Button
          kind="primary"
          busy={busy}
          data-testid="take-over"
          onClick={() => {
            setBusy(true)
            void onTake().finally(() => setBusy(false))
          }}
        >
          {say('takeOver')}
        </Button>
      </EmptyState>
    </section>
  )
}
