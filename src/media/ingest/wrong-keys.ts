import { setTimeout } from 'node:timers/promises'
import { RateLimiterMemory } from 'rate-limiter-flexible'

const mostWrong = 10
const perSeconds = 60
const penaltyMilliseconds = 1000

/**
 * Slows down who guesses keys: after ten wrong ones in a minute each further key of that sender is looked at
 * a second later. Together with the limit of logins at once this bounds the guesses, and yet a host who
 * shares the guesser's address still gets in.
 */
export class WrongKeys {
  readonly #limiter = new RateLimiterMemory({ points: mostWrong, duration: perSeconds })

  /** Resolves when the sender may try a key; rejects when `signal` aborts. */
  async turn(sender: string, signal: AbortSignal): Promise<void> {
    const state = await this.#limiter.get(sender)
    if (state === null || state.consumedPoints < mostWrong) return
    await setTimeout(penaltyMilliseconds, undefined, { signal })
  }

  async count(sender: string): Promise<void> {
    await this.#limiter.penalty(sender)
  }
}
