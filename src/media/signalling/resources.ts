import { NotFoundError, UnavailableError } from '../../errors.ts'
import type { RtcSession } from '../rtc-ports.ts'
import type { Resource } from './resource.ts'

/** The connections of one kind that are alive. One that is over is forgotten by itself. */
export class Resources<Session extends RtcSession, Kept extends Resource<Session> = Resource<Session>> {
  readonly #alive = new Map<string, Kept>()
  #closed = false

  get size(): number {
    return this.#alive.size
  }

  /** @throws UnavailableError after `close`; the session is closed then. */
  add(resource: Kept): void {
    if (this.#closed) {
      resource.session.close('the server closes')
      throw new UnavailableError('This server is about to stop.', 5)
    }
    this.#alive.set(resource.id, resource)
    void resource.session.closed.then(() => this.#alive.delete(resource.id))
  }

  /** @throws NotFoundError */
  get(slug: string, id: string): Kept {
    const resource = this.#alive.get(id)
    if (resource === undefined || resource.slug !== slug) throw new NotFoundError('This session')
    return resource
  }

  /** Forgets it at once: its address is gone before its session has closed. */
  remove(resource: Kept): void {
    this.#alive.delete(resource.id)
  }

  /** Ends those of one room. */
  end(slug: string, reason: string): void {
    for (const { slug: of, session } of this.#alive.values()) if (of === slug) session.close(reason)
  }

  /** Ends all, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true
    const sessions = [...this.#alive.values()].map(({ session }) => session)
    for (const session of sessions) session.close('the server closes')
    await Promise.all(sessions.map(({ closed }) => closed))
  }
}
