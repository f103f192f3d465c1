import type { ShowView } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { studioWords } from './words.ts'

/** When a show is: "on air", its time, or that it begins whenever the host does. */
export function useShowWhen(): (show: Pick<ShowView, 'state' | 'startsAt'>) => string {
  const say = useWords(studioWords)
  const language = useLanguage()
  return ({ state, startsAt }) => {
    if (state === 'live') return say('live')
    return startsAt === null ? say('anyTime') : whenText(startsAt, language, Date.now())
  }
}
