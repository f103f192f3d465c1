import type { ComponentChildren } from 'preact'
import { Button } from '../shared/button.tsx'
import { useWords } from '../shared/language.tsx'
import { FailedState, Skeleton } from '../shared/states.tsx'
import { problemText } from './problem-text.ts'
import type { Loading } from './use-resource.ts'
import { deskWords } from './words.ts'

type Props<T> = {
  readonly loading: Loading<T>
  /** `asking`: the value is of the question before. */
  children(value: T, asking: boolean): ComponentChildren
}

/** The loading and the failed state of a list; what was known before stays, with a note that it is old. */
export function Loaded<T>({ loading, children }: Props<T>) {
  const say = useWords(deskWords)
  const { resource, reload } = loading
  if (resource.state === 'loading')
    return (
      <div class="loading-rows" role="status" aria-label={say('loading')}>
        <Skeleton class="loading-row" />
        <Skeleton class="loading-row" />
        <Skeleton class="loading-row" />
      </div>
    )
  if (resource.state === 'failed')
    return (
      <FailedState title={say('loadFailed')} text={problemText(resource.problem, say)}>
        <Button onClick={reload}>{say('retry')}</Button>
      </FailedState>
    )
  return (
    <>
      {resource.problem && (
        <p class="stale" role="alert">
          <span>{problemText(resource.problem, say)}</span>
          <Button kind="quiet" onClick={reload}>
            {say('retry')}
          </Button>
        </p>
      )}
      {children(resource.value, resource.asking)}
    </>
  )
}
