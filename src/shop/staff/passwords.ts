import { UnavailableError } from '../../errors.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** Each takes some 30 ms and 19 MB; who comes later than that is told to come again. */
const mostWaiting = 120

/**
 * Passwords are hashed one at a time: a flood of logins must leave libuv's few threads, which also write the recordings,
 * and the processor to the live picture.
 */
export class Passwords {
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  /** `stillNeeded` is asked when the turn has come, and throws when it is not. */
  hash(password: string, stillNeeded?: () => Promise<void>): Promise<string> {
    return this.#inTurn(async () => {
      await stillNeeded?.()
      return hashPassword(password)
    })
  }

  /** A null hash takes as long as any. */
  verify(password: string, hash: string | null): Promise<boolean> {
    return this.#inTurn(() => verifyPassword(password, hash))
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting >= mostWaiting) {
      throw new UnavailableError('Too many people are logging in. Try again in some seconds.', 5)
    }
    this.#waiting++
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => undefined)
    try {
      return await result
    } finally {
      this.#waiting--
    }
  }
}
