import { backoffMs } from '../shared/backoff.ts'

/** A part of the page that is loaded after the rest, tried for until it comes. Never settles once aborted. */
export function loadPart<T>(load: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise(resolve => {
    const attempt = (count: number) => {
      load().then(
        part => !signal.aborted && resolve(part),
        () => !signal.aborted && setTimeout(attempt, backoffMs(count), count + 1),
      )
    }
    attempt(0)
  })
}
