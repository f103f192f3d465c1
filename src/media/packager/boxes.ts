/** A box of ISO 14496-12; `body` is what follows its header. */
export type Box = { readonly type: string; readonly body: Buffer; readonly whole: Buffer }

/** Bytes that are not the MP4, or the FLV, that was asked for. */
export class BoxError extends Error {
  override readonly name = 'BoxError'
}

/** The boxes that a parent's body holds. @throws BoxError when their sizes do not add up. */
export function* children(body: Buffer): Generator<Box> {
  let at = 0
  while (at < body.length) {
    if (body.length - at < 8) throw new BoxError('a box header is cut off')
    const size = body.readUInt32BE(at)
    if (size < 8 || at + size > body.length) throw new BoxError('a box does not fit its parent')
    const whole = body.subarray(at, at + size)
    yield { type: whole.toString('latin1', 4, 8), body: whole.subarray(8), whole }
    at += size
  }
}

export function child(body: Buffer, type: string): Buffer {
  for (const box of children(body)) if (box.type === type) return box.body
  throw new BoxError(`there is no ${type} box`)
}

/** A reader over a box's fields that never leaves it. */
export class Fields {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1))
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#take(2))
  }

  u24(): number {
    return this.#bytes.readUIntBE(this.#take(3), 3)
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#take(4))
  }

  u64(): number {
    const value = this.#bytes.readBigUInt64BE(this.#take(8))
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BoxError('a time is out of range')
    return Number(value)
  }

  skip(count: number): this {
    this.#take(count)
    return this
  }

  bytes(count: number): Buffer {
    const at = this.#take(count)
    return this.#bytes.subarray(at, at + count)
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#at)
  }

  #take(count: number): number {
    const at = this.#at
    if (at + count > this.#bytes.length) throw new BoxError('a box is too short')
    this.#at = at + count
    return at
  }
}
