import type { Logger } from '../../log.ts'
import type { Route } from '../../route.ts'
import type { HostSession, IncomingMedia, SfuSessions, ViewerSession } from '../rtc-ports.ts'
import type { IceServer } from './http-answers.ts'
import { Resources } from './resources.ts'
import { whepRoutes } from './whep-routes.ts'
import { type HostResource, whipRoutes } from './whip-routes.ts'

/** A host that has been let in. `media`: one of video and at most one of audio, not received yet. */
export type Host = {
  readonly session: HostSession
  readonly media: readonly IncomingMedia[]
  readonly slug: string
}

/** What takes a host's media. `goodbye`: the host said that it stops; its session is closed next. */
export type HostSource = { goodbye(): void }

export type SignallingOptions = {
  readonly sfu: SfuSessions
  /** Whose stream key this is; null: nobody's. In constant time. */
  readonly authorize: (streamKey: string) => Promise<{ readonly slug: string } | null>
  /** There is something to watch now. */
  readonly isLive: (slug: string) => boolean
  /** Asked only when it is not live. */
  readonly isRoom: (slug: string) => Promise<boolean>
  /** Receives the media of a host. What it throws (an AppError) is what the host is told, and its session is closed. */
  readonly onHost: (host: Host) => Promise<HostSource>
  /** Told to clients; default: none. */
  readonly iceServers?: readonly IceServer[]
  /** Calls a minute from one address: POSTs of hosts, POSTs of viewers, and PATCH or DELETE of either. */
  readonly perMinute: { readonly hosts: number; readonly viewers: number; readonly patches: number }
  /** Viewers of one address who have not connected yet. Default: 100. */
  readonly mostHalfOpen?: number
  /** How long an offer of this server waits for its answer; draft-ietf-wish-whep-04, section 4.2.2: 30 s. */
  readonly offerHoldsMs?: number
  readonly log: Logger
}

/** WHIP and WHEP: lets hosts and viewers in over HTTP, and keeps the addresses of their sessions. */
export class Signalling {
  readonly routes: readonly Route[]
  readonly #hosts = new Resources<HostSession, HostResource>()
  readonly #viewers = new Resources<ViewerSession>()

  constructor(options: SignallingOptions) {
    this.routes = [...whipRoutes(options, this.#hosts), ...whepRoutes(options, this.#viewers)]
  }

  /** Connections of hosts, those that are being replaced included. */
  get hosts(): number {
    return this.#hosts.size
  }

  get viewers(): number {
    return this.#viewers.size
  }

  /** The show is over: whoever watches it has nothing to wait for. */
  endShow(slug: string): void {
    this.#viewers.end(slug, 'the show is over')
  }

  /** Ends all sessions, and takes no more. */
  async close(): Promise<void> {
    await Promise.all([this.#hosts.close(), this.#viewers.close()])
  }
}
