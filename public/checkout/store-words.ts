import type { Language, Say } from '../shared/i18n.ts'
import { whenText } from '../shared/show-time.ts'
import type { ShopStore } from './shop-store.ts'
import type { checkoutWords } from './words.ts'

type SayCheckout = Say<keyof typeof checkoutWords>

/** "2.3 公里", "400 m". */
export function distanceText(kilometres: number, say: SayCheckout): string {
  return kilometres < 1
    ? say('metres', { distance: Math.max(50, Math.round(kilometres * 20) * 50) })
    : say('kilometres', { distance: kilometres.toFixed(kilometres < 10 ? 1 : 0) })
}

/** Whether it is open now and until when, as the server says; else its usual hours. */
export function hoursText(store: ShopStore, say: SayCheckout, language: Language, now: number): string {
  const { opens, closes } = store
  if (!store.now) return say('hours', { opens, closes })
  const { open, changesAt } = store.now
  if (changesAt === null) return say(open ? 'openAlways' : 'closedNow')
  const when = whenText(changesAt, language, now)
  // Closing today goes without saying the day; within a sentence a day is not written large.
  const time = open
    ? when.replace(/^(今天|Today) /, '')
    : when.replace(/^(Today|Tomorrow) /, day => day.toLowerCase())
  return say(open ? 'openUntil' : 'closedUntil', { time })
}
