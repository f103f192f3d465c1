import { AppError, NotFoundError } from '../errors.ts'
import type { Lane, LaneRequest, LaneResponse } from '../lane.ts'
import type { Logger } from '../log.ts'
import type { FindMedia, MediaAnswer } from './media-answer.ts'
import { mediaAddress } from './media-path.ts'
import { MediaSender } from './media-sender.ts'

/** Requests that may wait at once on one HTTP/1.1 connection: a player sends the next after the answer. */
const maxWaiting = 8
const methods = 'GET, HEAD, OPTIONS'
const closing = new AppError(503, 'closing', 'The server is being started anew. Try again.', {
  retryAfter: 1,
})
/** Made once: an abort without a reason makes an error with a stack each time, for each of thousands. */
const clientGone = new Error('the player is gone')

export type MediaLaneOptions = {
  /** `/hls/`, say. */
  readonly prefix: string
  readonly find: FindMedia
  readonly log: Logger
  /** A player that takes longer than this over one answer is cut off. Milliseconds. */
  readonly patienceMs?: number
}

/** Serves what `find` finds below a prefix: playlists, parts and segments, to thousands of players. */
export class MediaLane implements Lane {
  readonly prefix: string
  readonly #find: FindMedia
  readonly #sender: MediaSender
  /** The requests that wait, by connection. */
  readonly #waiting = new WeakMap<object, Set<AbortController>>()
  #closed = false
  /** How to let go of each request that waits. */
  readonly #held = new Map<AbortController, () => void>()

  constructor({ prefix, find, log, patienceMs = 60_000 }: MediaLaneOptions) {
    this.prefix = prefix
    this.#find = find
    this.#sender = new MediaSender(log, patienceMs)
  }

  handle(request: LaneRequest, response: LaneResponse): void {
    const { method } = request
    if (method === 'GET' || method === 'HEAD') this.#get(request, response)
    else if (method === 'OPTIONS') preflight(response)
    else {
      const error = new AppError(405, 'method-not-allowed', `Only ${methods} are answered here.`)
      this.#sender.fail(error, request, response, { allow: methods })
    }
  }

  close(): void {
    this.#closed = true
    for (const letGo of this.#held.values()) letGo()
  }

  #get(request: LaneRequest, response: LaneResponse): void {
    if ((this.#waiting.get(request.socket)?.size ?? 0) >= maxWaiting) {
      request.socket.destroy()
      return
    }
    const address = mediaAddress(this.prefix, request.url ?? '')
    const gone = new AbortController()
    try {
      const found = address && this.#find(address.name, address.path, address.query, gone.signal)
      if (found instanceof Promise) this.#wait(found, gone, request, response)
      else this.#answer(found, request, response)
    } catch (error) {
      this.#sender.fail(error, request, response)
    }
  }

  #wait(
    found: Promise<MediaAnswer | null>,
    gone: AbortController,
    request: LaneRequest,
    response: LaneResponse,
  ): void {
    const waiting = this.#waitingOn(request)
    waiting.add(gone)
    this.#held.set(gone, () => {
      if (!waiting.delete(gone)) return
      gone.abort(clientGone)
      this.#sender.fail(closing, request, response)
    })
    found
      .then(
        answer => waiting.delete(gone) && this.#answer(answer, request, response),
        error => waiting.delete(gone) && this.#sender.fail(error, request, response),
      )
      .catch(error => this.#sender.fail(error, request, response))
      .finally(() => this.#held.delete(gone))
    if (this.#closed) this.#held.get(gone)?.()
  }

  /** One listener for the life of a connection: a response that stands behind another hears of no close. */
  #waitingOn({ socket }: LaneRequest): Set<AbortController> {
    const known = this.#waiting.get(socket)
    if (known !== undefined) return known
    const waiting = new Set<AbortController>()
    this.#waiting.set(socket, waiting)
    socket.once('close', () => {
      for (const gone of waiting) gone.abort(clientGone)
      waiting.clear()
    })
    return waiting
  }

  #answer(answer: MediaAnswer | null, request: LaneRequest, response: LaneResponse): void {
    if (answer !== null) this.#sender.send(answer, request, response)
    else this.#sender.fail(new NotFoundError('What this address names'), request, response)
  }
}

/** Players on other sites ask before they send a header of their own. */
function preflight(response: LaneResponse): void {
  response.writeHead(204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': methods,
    'access-control-allow-headers': '*',
    'access-control-max-age': '86400',
    'cache-control': 'no-store',
  })
  response.end()
}
