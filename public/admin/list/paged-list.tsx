import type { ComponentChildren } from 'preact'
import { Loaded } from '../../desk/loaded.tsx'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { adminWords } from '../words.ts'
import type { Paged } from './use-paged.ts'

type Props<T> = {
  readonly list: Paged<T>
  /** Instead of a list with nothing in it. */
  readonly empty: ComponentChildren
  children(items: readonly T[]): ComponentChildren
}

/** A list in its four states, with the way to the rest of it. */
export function PagedList<T>({ list, empty, children }: Props<T>) {
  const say = useWords(adminWords)
  return (
    <Loaded loading={list.loading}>
      {({ items, next }, asking) => (
        <div class="answer" aria-busy={asking} data-testid="answer">
          {items.length === 0 && next === null ? empty : children(items)}
          {next !== null && (
            <Button class="more" busy={list.busy || asking} onClick={list.more}>
              {say('more')}
            </Button>
          )}
        </div>
      )}
    </Loaded>
  )
}
