import { AppError, NotFoundError } from '../errors.ts'
import type { LaneRequest, LaneResponse } from '../lane.ts'
import type { Logger } from '../log.ts'
import { problemAnswer } from '../problem.ts'
import { type ByteRange, byteRange, cutBuffers } from './byte-range.ts'
import { openSlice, sendSlice } from './file-body.ts'
import { GzippedTexts, takesGzip } from './gzipped-texts.ts'
import type { FileSlice, MediaAnswer } from './media-answer.ts'

/** A text that is shorter than its compressed form would be is not compressed. Characters. */
const smallText = 200

/** Players on other sites, and CDNs, may take it all: a show is public. */
const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Content-Length, Content-Range, Date',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
} as const

// With an error, since HTTP/2 would tell a player otherwise that all is well.
const tooSlow = new Error('the player took too long')
const tooLate = new Error('the rest cannot be sent')

type Head = Readonly<Record<string, string | number>>

/** Sends answers with every kind of body. What is in memory is shared by all who get it, never copied. */
export class MediaSender {
  readonly #log: Logger
  readonly #patienceMs: number
  readonly #gzipped = new GzippedTexts()

  /** `patienceMs`: a player that takes longer than this over one answer is cut off. */
  constructor(log: Logger, patienceMs: number) {
    this.#log = log
    this.#patienceMs = patienceMs
  }

  send(answer: MediaAnswer, request: LaneRequest, response: LaneResponse): void {
    const { body } = answer
    if (typeof body === 'string') this.#sendText(answer, body, request, response)
    else if (Buffer.isBuffer(body)) this.#sendBuffers(answer, [body], request, response)
    else if ('file' in body) this.#sendFile(answer, body, request, response)
    else this.#sendBuffers(answer, body, request, response)
  }

  /** Tells the caller of a refusal, and the log of a failure. */
  fail(error: unknown, request: LaneRequest, response: LaneResponse, more: Head = {}): void {
    if (!(error instanceof AppError)) {
      this.#log.error({ err: error, path: request.url }, 'a media request failed')
    }
    if (response.headersSent) {
      // Other bytes have been promised: all that can be told now is that they do not come.
      response.destroy(tooLate)
      return
    }
    const { status, headers, body } = problemAnswer(error)
    const head = { ...headers, ...openToAll, ...more, 'content-length': Buffer.byteLength(body) }
    this.#finishText(status, head, body, 'utf8', request, response)
  }

  #sendText(answer: MediaAnswer, text: string, request: LaneRequest, response: LaneResponse): void {
    const large = text.length > smallText
    const vary = large ? { vary: 'Accept-Encoding' } : {}
    if (!large || !takesGzip(request.headers['accept-encoding'])) {
      const head = headOf(answer, Buffer.byteLength(text), vary)
      this.#finishText(answer.status, head, text, 'utf8', request, response)
      return
    }
    const send = (bytes: string): void => {
      const head = headOf(answer, bytes.length, { ...vary, 'content-encoding': 'gzip' })
      this.#finishText(answer.status, head, bytes, 'latin1', request, response)
    }
    const gzipped = this.#gzipped.get(text)
    if (typeof gzipped === 'string') send(gzipped)
    else gzipped.then(send).catch(error => this.fail(error, request, response))
  }

  #sendBuffers(
    answer: MediaAnswer,
    buffers: readonly Buffer[],
    request: LaneRequest,
    response: LaneResponse,
  ): void {
    const size = buffers.reduce((total, { length }) => total + length, 0)
    const range = rangeOf(answer, size, request)
    if (range === 'unsatisfiable') {
      this.#refuseRange(size, request, response)
      return
    }
    const { status, head } = bytesHead(answer, size, range)
    this.#finishBuffers(status, head, range ? cutBuffers(buffers, range) : buffers, request, response)
  }

  #sendFile(answer: MediaAnswer, slice: FileSlice, request: LaneRequest, response: LaneResponse): void {
    const range = rangeOf(answer, slice.length, request)
    if (range === 'unsatisfiable') {
      this.#refuseRange(slice.length, request, response)
      return
    }
    const { status, head } = bytesHead(answer, slice.length, range)
    const wanted = range ? { ...range, file: slice.file, start: slice.start + range.start } : slice
    this.#openAndSend(status, head, wanted, request, response).catch(error => {
      // A player that leaves in the middle of a segment is an everyday matter.
      const left = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
      if (!left) this.fail(error, request, response)
    })
  }

  async #openAndSend(
    status: number,
    head: Head,
    slice: FileSlice,
    request: LaneRequest,
    response: LaneResponse,
  ): Promise<void> {
    const file = await openSlice(slice)
    if (file === null) throw new NotFoundError('That part of the show')
    if (request.method === 'HEAD' || slice.length === 0) {
      await file.close()
      this.#finishBuffers(status, head, [], request, response)
      return
    }
    response.writeHead(status, head)
    this.#cutOffLater(response)
    await sendSlice(file, slice, response)
  }

  #refuseRange(size: number, request: LaneRequest, response: LaneResponse): void {
    const error = new AppError(416, 'range-not-satisfiable', `There are ${size} bytes.`)
    this.fail(error, request, response, { 'content-range': `bytes */${size}` })
  }

  /** Node sends a string together with the head: of all small answers this is the cheapest. */
  #finishText(
    status: number,
    head: Head,
    text: string,
    encoding: 'utf8' | 'latin1',
    request: LaneRequest,
    response: LaneResponse,
  ): void {
    response.writeHead(status, head)
    if (request.method === 'HEAD') response.end()
    else response.end(text, encoding)
    this.#cutOffLater(response)
  }

  #finishBuffers(
    status: number,
    head: Head,
    buffers: readonly Buffer[],
    request: LaneRequest,
    response: LaneResponse,
  ): void {
    response.writeHead(status, head)
    if (request.method !== 'HEAD') {
      // Corked, head and buffers go to the kernel in one call; end() uncorks.
      response.cork()
      for (const buffer of buffers) response.write(buffer)
    }
    response.end()
    this.#cutOffLater(response)
  }

  #cutOffLater(response: LaneResponse): void {
    // Most answers are in the kernel's hands by now, and need no clock.
    if (response.writableFinished) return
    const timer = setTimeout(() => response.destroy(tooSlow), this.#patienceMs)
    response.once('close', () => clearTimeout(timer))
  }
}

function headOf({ type, cacheControl, retryAfter }: MediaAnswer, length: number, more: Head): Head {
  return {
    'content-type': type,
    'content-length': length,
    'cache-control': cacheControl,
    ...openToAll,
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...more,
  }
}

function bytesHead(
  answer: MediaAnswer,
  size: number,
  range: ByteRange | null,
): { readonly status: number; readonly head: Head } {
  const ranges = { 'accept-ranges': 'bytes' }
  if (range === null) return { status: answer.status, head: headOf(answer, size, ranges) }
  const last = range.start + range.length - 1
  const contentRange = { 'content-range': `bytes ${range.start}-${last}/${size}` }
  return { status: 206, head: headOf(answer, range.length, { ...ranges, ...contentRange }) }
}

function rangeOf(answer: MediaAnswer, size: number, { method, headers }: LaneRequest) {
  // With If-Range a range is wanted only of a known version; versions are not named here, so all is sent.
  const asked = answer.status === 200 && method === 'GET' && headers['if-range'] === undefined
  return asked ? byteRange(headers.range, size) : null
}
