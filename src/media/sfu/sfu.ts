import { UnavailableError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { HostSession, SfuSessions, ViewerOffer, ViewerSession } from '../rtc-ports.ts'
import type { Feeds } from './feeds.ts'
import { type SfuReadiness, Workers } from './workers.ts'

export type SfuOptions = {
  /** Worker processes to keep. */
  readonly workers: number
  /** Worker n listens on this UDP and TCP port + n; 0: on any that is free. */
  readonly port: number
  /** What clients reach this machine at: an address or a host name; null: found by itself. */
  readonly announcedAddress: string | null
  /** Most viewers at once, over all rooms; 0: nobody. */
  readonly viewers: number
  readonly viewersPerWorker: number
  /** Layers of a room's picture: as many as renditions can come, 1 to 6. */
  readonly layers: number
  readonly feeds: Feeds
  readonly log: Logger
  /** Default: what MEDIASOUP_WORKER_BIN names, or else what mediasoup's package holds. */
  readonly workerBin?: string
}

/** Hosts and viewers of all rooms on mediasoup's workers. */
export class Sfu implements SfuSessions {
  readonly #workers: Workers

  private constructor(workers: Workers) {
    this.#workers = workers
  }

  static async start(options: SfuOptions): Promise<Sfu> {
    return new Sfu(await Workers.start(options))
  }

  ready(): SfuReadiness {
    return this.#workers.ready()
  }

  async host(_slug: string): Promise<HostSession> {
    throw new UnavailableError('No media worker runs.', 5)
  }

  async viewer(_slug: string, _offer: ViewerOffer | null): Promise<ViewerSession> {
    throw new UnavailableError('No media worker runs.', 5)
  }

  close(): Promise<void> {
    return this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
