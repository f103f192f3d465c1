import { useCallback } from 'preact/hooks'
import { useCall } from '../desk/session.tsx'
import { useLatest } from '../desk/use-latest.ts'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useWords } from '../shared/language.tsx'
import type { LiveRoom } from './use-room.ts'
import { studioWords } from './words.ts'

export type Pin = {
  /** What is on the picture, or will be when the server agrees. */
  readonly productId: string | null
  /** Since when, by the server; null while it has not agreed. */
  readonly since: string | null
  put(productId: string): void
  take(): void
}

export function usePin(
  slug: string,
  { room, change }: LiveRoom,
  show: (text: string, kind: 'plain' | 'bad') => void,
): Pin {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const path = `/api/v1/rooms/${encodeURIComponent(slug)}/pin`

  const send = async (productId: string | null) => {
    try {
      if (productId === null) await call('DELETE', path)
      else await call('PUT', path, { body: { productId } })
    } catch (error) {
      show(say(productId === null ? 'unpinFailed' : 'pinFailed', { why: sayProblem(error) }), 'bad')
      throw error
    }
    // The socket says the same with the exact time and place, usually before the answer.
    change(known => {
      if ((known.pinned?.productId ?? null) === productId) return known
      const since = new Date().toISOString()
      const rect = known.pinned?.rect ?? { x: 0, y: 0, width: 0, height: 0 }
      return { ...known, pinned: productId === null ? null : { productId, rect, since } }
    })
  }
  const { pending, want } = useLatest<string | null>(send, () => {})

  const put = useCallback((productId: string) => void want(productId), [want])
  const take = useCallback(() => void want(null), [want])
  const pinned = room?.pinned ?? null
  if (pending && pending.value !== (pinned?.productId ?? null))
    return { productId: pending.value, since: null, put, take }
  return { productId: pinned?.productId ?? null, since: pinned?.since ?? null, put, take }
}
