import { ApiProblem } from '../shared/api.ts'
import { recall, remember } from '../shared/device-store.ts'

/** For how long a page that knows an earlier answer waits for a new one. */
const patienceMs = 2_500

/** What this device heard last under this name; null: nothing that can be read. */
export function recallAnswer<T>(key: string, isAnswer: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(recall(key) ?? 'null')
    return isAnswer(value) ? value : null
  } catch {
    return null
  }
}

export function rememberAnswer(key: string, answer: unknown): void {
  remember(key, JSON.stringify(answer))
}

/**
 * What `load` brings, which is remembered on this device; without an answer, or without one in time, what was remembered.
 * @throws what `load` throws, when the server did answer or nothing is known.
 */
export async function orRecalled<T>(
  key: string,
  isAnswer: (value: unknown) => value is T,
  load: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  const known = recallAnswer(key, isAnswer)
  try {
    const limits = known === null ? [signal] : [signal, AbortSignal.timeout(patienceMs)]
    const answer = await load(AbortSignal.any(limits))
    rememberAnswer(key, answer)
    return answer
  } catch (error) {
    const answered = error instanceof ApiProblem && error.status > 0 && error.status < 500
    if (known === null || answered || signal.aborted) throw error
    return known
  }
}
