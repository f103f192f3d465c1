import { randomBytes } from 'node:crypto'
import { AppError, ConflictError } from '../../errors.ts'
import { Serial } from '../../serial.ts'
import type { IceParameters, RtcSession } from '../rtc-ports.ts'
import type { Description, MediaSection } from './description.ts'
import { readIceFragment } from './ice-fragment.ts'
import { iceFragment } from './written-sdp.ts'

/** Which m-lines share the transport, and the one that carries it. */
export type Bundle = {
  readonly mids: readonly string[]
  readonly tagged: Pick<MediaSection, 'kind' | 'mid' | 'protocol' | 'formats'>
}

/** The m-lines of a description that are answered; `mids`: those of the answer. */
export function bundleOf({ sections }: Description, mids: readonly string[]): Bundle {
  const tagged = sections.find(({ mid }) => mids.includes(mid))
  if (tagged === undefined) throw new Error('nothing of the description was answered')
  return { mids, tagged }
}

/** One connection as HTTP sees it: it has an address that cannot be guessed, and an entity tag for its ICE session. */
export class Resource<Session extends RtcSession> {
  readonly id = randomBytes(16).toString('base64url')
  readonly slug: string
  readonly session: Session
  readonly #bundle: Bundle
  readonly #serial = new Serial()
  #remoteIce: IceParameters | null
  #etag = newEtag()

  /** `remoteIce`: of the other side; null until it has answered. */
  constructor(slug: string, session: Session, bundle: Bundle, remoteIce: IceParameters | null) {
    this.slug = slug
    this.session = session
    this.#bundle = bundle
    this.#remoteIce = remoteIce
  }

  /** Strong, with its quotes: RFC 9725, section 4.3.1. */
  get etag(): string {
    return this.#etag
  }

  get answered(): boolean {
    return this.#remoteIce !== null
  }

  /**
   * The other side's answer to what was offered here: `connect` is called with it, once.
   * @throws ConflictError when there is one already.
   */
  answer(ice: IceParameters, connect: () => Promise<void>): Promise<void> {
    return this.#serial.run('ice', async () => {
      if (this.answered) throw new ConflictError('answered', 'This session has been negotiated already.')
      await connect()
      this.#remoteIce = ice
    })
  }

  /**
   * Takes a fragment (RFC 9725, section 4.3): null when it only told of candidates, else the fragment that answers
   * the restart of ICE, and there is a new entity tag.
   * @throws AppError: 428 without `ifMatch`, 412 when it names another ICE session, 400 for what is no fragment,
   * 409 before the other side has answered.
   */
  patch(ifMatch: string | undefined, body: Buffer): Promise<string | null> {
    return this.#serial.run('ice', async () => {
      this.#demandMatch(ifMatch)
      const { ice } = readIceFragment(body)
      if (this.#remoteIce === null)
        throw new ConflictError('not-answered', 'The offer has not been answered yet.')
      if (ice === null || ice.usernameFragment === this.#remoteIce.usernameFragment) return null
      await this.session.restartIce()
      this.#remoteIce = ice
      this.#etag = newEtag()
      return iceFragment(this.session, this.#bundle.mids, this.#bundle.tagged)
    })
  }

  /** RFC 9110, section 13.1.1: by strong comparison, so weak tags never match. */
  #demandMatch(ifMatch: string | undefined): void {
    if (ifMatch === undefined) {
      throw new AppError(
        428,
        'precondition-required',
        "Send 'If-Match' with the ETag of the ICE session, or *.",
      )
    }
    const tags = ifMatch.split(',').map(tag => tag.trim())
    if (tags.includes('*') || tags.includes(this.#etag)) return
    throw new AppError(412, 'precondition-failed', 'That ICE session is over: it has been restarted since.')
  }
}

const newEtag = (): string => `"${randomBytes(9).toString('base64url')}"`
