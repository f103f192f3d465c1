/** A box of ISO 14496-12: where it begins in its buffer, and the whole of it with its header. */
export type Mp4Box = {
  readonly type: string
  readonly start: number
  readonly whole: Buffer
  readonly body: Buffer
}

/** @throws RangeError when the sizes do not add up. */
export function boxesOf(bytes: Buffer): Mp4Box[] {
  const boxes: Mp4Box[] = []
  let at = 0
  while (at < bytes.length) {
    if (bytes.length - at < 8) throw new RangeError(`${bytes.length - at} bytes behind the last box`)
    let size = bytes.readUInt32BE(at)
    let header = 8
    if (size === 1) {
      header = 16
      size = Number(bytes.readBigUInt64BE(at + 8))
    }
    if (size === 0) size = bytes.length - at
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (size < header || at + size > bytes.length) throw new RangeError(`${type} does not fit`)
    boxes.push({
      type,
      start: at,
      whole: bytes.subarray(at, at + size),
      body: bytes.subarray(at + header, at + size),
    })
    at += size
  }
  return boxes
}

export const first = (boxes: readonly Mp4Box[], type: string): Mp4Box | null =>
  boxes.find(box => box.type === type) ?? null

/** The body at the end of a path of box types; null when there is none. */
export function at(body: Buffer, ...path: string[]): Buffer | null {
  let found: Buffer = body
  for (const type of path) {
    const box = first(boxesOf(found), type)
    if (!box) return null
    found = box.body
  }
  return found
}
