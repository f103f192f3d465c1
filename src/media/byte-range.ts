/** Bytes, from the first on. */
export type ByteRange = { readonly start: number; readonly length: number }

/**
 * The one range that a `Range` header asks for (RFC 9110 §14.2) of `size` bytes. Null when there is none, or
 * several, or none that is understood: then all is sent, as the RFC allows. 'unsatisfiable': it lies outside.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = header === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header)
  if (match === null) return null
  const [, first = '', last = ''] = match
  if (first === '') {
    if (last === '') return null
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, length }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return null
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start >= size ? 'unsatisfiable' : { start, length: end - start + 1 }
}

/** The bytes of a range of what the buffers hold together: shared with them, not copied. */
export function cutBuffers(buffers: readonly Buffer[], { start, length }: ByteRange): readonly Buffer[] {
  const cut: Buffer[] = []
  let at = 0
  for (const buffer of buffers) {
    const from = Math.max(start - at, 0)
    const to = Math.min(start + length - at, buffer.length)
    if (from < to) cut.push(buffer.subarray(from, to))
    at += buffer.length
  }
  return cut
}
