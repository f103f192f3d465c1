import type { Lows } from './prices.ts'

export const day = 86_400_000
const dealDays = 7
/** How far back it matters what a price was. */
export const pastDays = 30

/** A price that began at `at` and stood until the next. */
export type Offer = { readonly price: number; readonly currency: string; readonly at: number }
/** What was sold at a price within one day, first and last when. */
export type Deal = { readonly price: number; readonly first_at: number; readonly last_at: number }

/**
 * The lowest prices before `now`, in the currency of the last offer. `offers` are those of one variant, oldest first,
 * with the one that stood when the 30 days began.
 */
export function lowsOf(offers: readonly Offer[], deals: readonly Deal[], now: number): Lows {
  const currency = offers.at(-1)?.currency
  const foreign = offers.findLastIndex(offer => offer.currency !== currency)
  const own = offers.slice(foreign + 1)
  const begins = Math.max(own[0]?.at ?? now, 0)
  // What was first offered a moment ago has no past: else any price could be made the old one.
  const past = now - begins >= day ? own : []
  const offeredIn = (from: number) =>
    past.flatMap(({ price, at }, index) => {
      const until = Math.min(past[index + 1]?.at ?? now, now)
      // One that was corrected within the same moment was never offered.
      return until > at && until > from ? price : []
    })
  const week = Math.max(now - dealDays * day, begins)
  const sold = deals.flatMap(deal => (deal.last_at >= week && deal.first_at < now ? deal.price : []))
  return {
    lowest_7_days: lowest(sold) ?? lowest(offeredIn(week)),
    lowest_30_days: lowest(offeredIn(now - pastDays * day)),
  }
}

function lowest(prices: readonly number[]): number | null {
  return prices.length === 0 ? null : Math.min(...prices)
}
