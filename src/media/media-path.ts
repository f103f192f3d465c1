/** What a request below a lane's prefix asks for. */
export type MediaAddress = {
  readonly name: string
  readonly path: string
  readonly query: URLSearchParams
}

const maxLength = 512
/** A name, then segments that begin with a letter or digit: neither `..`, nor an empty one, nor anything escaped. */
const shape = /^([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*)$/
/** Shared by all requests that have no query; nobody writes to it. */
const noQuery = new URLSearchParams()

/** Null for whatever cannot be the address of anything below `prefix`. */
export function mediaAddress(prefix: string, url: string): MediaAddress | null {
  if (url.length > maxLength) return null
  const mark = url.indexOf('?')
  const match = shape.exec(url.slice(prefix.length, mark === -1 ? undefined : mark))
  const [, name, path] = match ?? []
  if (name === undefined || path === undefined) return null
  return { name, path, query: mark === -1 ? noQuery : new URLSearchParams(url.slice(mark + 1)) }
}
