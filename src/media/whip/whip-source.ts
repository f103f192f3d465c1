import type { Logger } from '../../log.ts'
import type { Publication, PublicationEnd } from '../ports.ts'
import type { HostSession, IncomingMedia } from '../rtc-ports.ts'

export type WhipLimits = {
  /** Without a picture for so long, the host counts as frozen. */
  readonly idleSeconds: number
  /** The highest bitrate of all layers and the sound together, averaged over 10 seconds. */
  readonly maxKbps: number
}

export type WhipSourceParts = {
  readonly slug: string
  readonly session: HostSession
  /** One of video and at most one of sound. */
  readonly media: readonly IncomingMedia[]
  readonly limits: WhipLimits
  readonly log: Logger
  /** Called once, when the first packets have told what the host sends. */
  readonly onPublication: (publication: Publication) => void
}

/**
 * What one host sends by WebRTC, from its first packet to the end of its session. It lives as long as the session:
 * whoever ends one ends the other.
 */
export declare class WhipSource {
  /**
   * Receives the media of a session, which need not be connected yet.
   * @throws InvalidError when they cannot be received; the session is the caller's to close then.
   */
  static start(parts: WhipSourceParts): Promise<WhipSource>
  /** The host said that it stops (DELETE): its publication ends with `goodbye`, and the session is closed. */
  goodbye(): void
  /** Ends the session and the publication, which is not the host's goodbye. */
  close(reason: string): void
  /** Resolves when the session is over. */
  readonly closed: Promise<PublicationEnd>
}
