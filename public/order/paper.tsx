import type { ComponentChildren } from 'preact'
import { Button } from '../shared/button.tsx'
import { PrintIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { words } from './words.ts'

type Props = {
  readonly title: string
  /** Beside printing: saving, say. */
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
  onBack(): void
}

/** What is printed, alone on the page. */
export function Paper({ title, tools, children, onBack }: Props) {
  const say = useWords(words)
  return (
    <article class="paper-page">
      <div class="paper-tools">
        <Button kind="quiet" data-testid="paper-back" onClick={onBack}>
          ← {say('toOrder')}
        </Button>
        {tools}
        <Button data-testid="print" onClick={() => print()}>
          <PrintIcon />
          {say('print')}
        </Button>
      </div>
      <div class="paper">
        <h1 class="paper-title">{title}</h1>
        {children}
      </div>
    </article>
  )
}
