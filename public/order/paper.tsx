import type { ComponentChildren } from 'preact'
import { Button } from '../shared/button.tsx'
import { PrintIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { useFocus } from '../shared/use-focus.ts'
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
  const heading = useFocus<HTMLHeadingElement>()
  return (
    <article class="narrow-page">
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
        <h1 class="paper-title" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {children}
      </div>
    </article>
  )
}
