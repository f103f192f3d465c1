import type { IncomingHttpHeaders } from 'node:http'

/** Answers everything below a path by itself, on the bare request: neither Koa nor its middleware is in the way. */
export type Lane = {
  /** Begins and ends with a slash. */
  readonly prefix: string
  handle(request: LaneRequest, response: LaneResponse): void
  /** Lets go of those who wait: the server is closing. */
  close(): void
}

/** What a request of HTTP/1.1 and one of HTTP/2 have in common. */
export type LaneRequest = {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
  /** The connection; of HTTP/2, the one stream. */
  readonly socket: { once(event: 'close', listener: () => void): unknown; destroy(): unknown }
}

/** The same for a response: both are Node streams to write to. */
export type LaneResponse = NodeJS.WritableStream & {
  readonly headersSent: boolean
  readonly writableFinished: boolean
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown
  cork(): void
  uncork(): void
  destroy(error?: Error): unknown
}
