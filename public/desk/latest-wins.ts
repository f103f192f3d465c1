type Options<T> = {
  send(value: T): Promise<void>
  /** What is on its way to the server; null: all is said and answered. */
  changed(pending: { readonly value: T } | null): void
  failed(error: unknown): void
}

/**
 * Sends one wish at a time and, of those that came meanwhile, only the last: quick fingers on 1, 2, 3 must end
 * on 3, whatever order the answers come in. A refusal drops what was waiting.
 */
export function latestWins<T>({ send, changed, failed }: Options<T>): (value: T) => Promise<void> {
  let waiting: { readonly value: T } | null = null
  let busy = false
  return async value => {
    waiting = { value }
    changed(waiting)
    if (busy) return
    busy = true
    try {
      while (waiting) {
        const next: { readonly value: T } = waiting
        waiting = null
        await send(next.value)
      }
    } catch (error) {
      waiting = null
      failed(error)
    } finally {
      busy = false
      changed(null)
    }
  }
}
