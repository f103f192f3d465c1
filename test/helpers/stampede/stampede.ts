import type { Database } from '../../../src/database.ts'
import { dice } from '../dice.ts'
import { faultsOf } from './books.ts'
import { buy, makeBuyers } from './buyers.ts'
import type { Counters } from './counters.ts'
import { putOut, type StampedePlace } from './place.ts'

export type Stampede = {
  readonly faults: readonly string[]
  readonly placed: number
  readonly asked: number
  readonly seconds: number
}

/**
 * One run: `buyers` at once, `kills` of the processes at moments that the seed chooses, and then the books. Every buyer
 * goes on until there is an answer.
 */
export async function stampede(
  counters: Counters,
  database: Database,
  place: StampedePlace,
  {
    seed,
    buyers = 500,
    kills = 1,
  }: { readonly seed: number; readonly buyers?: number; readonly kills?: number },
): Promise<Stampede> {
  const random = dice(seed)
  const run = `run${seed}`
  await counters.up()
  const goods = await putOut(counters, place, run, random)
  const crowd = makeBuyers(buyers, run, goods, place, random)
  const moments = Array.from({ length: kills }, () => 1 + Math.floor(random() * (buyers - 1)))
  const began = performance.now()
  let answered = 0
  const outcomes = await Promise.all(
    crowd.map(async buyer => {
      const outcome = await buy(counters, buyer)
      answered++
      for (const moment of moments) if (moment === answered) counters.kill(Math.floor(random() * 8))
      return outcome
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const placed = outcomes.filter(({ reply, second }) => reply.status === 201 || second?.status === 201)
  return {
    faults: await faultsOf(database, run, goods, outcomes),
    placed: placed.length,
    asked: outcomes.length,
    seconds,
  }
}
