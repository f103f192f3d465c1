import { RtmpError } from './rtmp-error.ts'

export const messageType = {
  setChunkSize: 1,
  abort: 2,
  userControl: 4,
  windowSize: 5,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
} as const

export type Message = {
  readonly type: number
  /** Milliseconds, modulo 2^32. */
  readonly timestamp: number
  readonly streamId: number
  readonly payload: Buffer
}

export type ReaderLimits = {
  readonly chunkStreams: number
  /** Of all messages that have begun and not yet ended, by the length that they declare. */
  readonly heldBytes: number
  /** The longest message of a type. */
  readonly messageBytes: (type: number) => number
}

type ChunkStream = {
  timestamp: number
  delta: number
  length: number
  type: number
  streamId: number
  /** The last extended timestamp field, which type 3 chunks repeat; null when the short field was enough. */
  extended: number | null
  payload: Buffer | null
  filled: number
}

const headerBytes = [11, 7, 3, 0] as const
const needsExtended = 0xffffff
/** The specification's floor for a sane sender; below it the headers would cost more than the payload. */
const smallestChunk = 128
const nothing = Buffer.alloc(0)

/**
 * Takes an RTMP chunk stream apart into messages (RTMP 1.0, section 5.3), within limits: memory is bounded
 * by `heldBytes`, work is linear in what arrives, and whatever does not fit throws RtmpError.
 */
export class ChunkReader {
  #limits: ReaderLimits
  #chunkSize = smallestChunk
  #input: Buffer = nothing
  #at = 0
  #held = 0
  #open: { readonly stream: ChunkStream; left: number } | null = null
  readonly #streams = new Map<number, ChunkStream>()

  constructor(limits: ReaderLimits) {
    this.#limits = limits
  }

  set limits(limits: ReaderLimits) {
    this.#limits = limits
  }

  feed(bytes: Buffer): void {
    const rest = this.#input.subarray(this.#at)
    this.#input = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    this.#at = 0
  }

  /** The next whole message, or null until more is fed. Messages of the chunk layer itself are obeyed here. */
  read(): Message | null {
    while (this.#open !== null || this.#readHeader()) {
      const message = this.#readPayload()
      if (message === null) continue
      if (message === 'incomplete') break
      if (message.type === messageType.setChunkSize) this.#setChunkSize(message.payload)
      else if (message.type === messageType.abort) this.#abort(message.payload)
      else return message
    }
    // What is left is a part of one header: a copy of it lets go of the socket's big buffer.
    this.#input = Buffer.from(this.#input.subarray(this.#at))
    this.#at = 0
    return null
  }

  /** False, with nothing changed, while the header is incomplete. */
  #readHeader(): boolean {
    const input = this.#input
    let at = this.#at
    const basic = input[at++]
    if (basic === undefined) return false
    const format = basic >> 6
    let id = basic & 0x3f
    if (id < 2) {
      const idBytes = id + 1
      if (input.length < at + idBytes) return false
      id = 64 + input.readUIntLE(at, idBytes)
      at += idBytes
    }
    const known = this.#streams.get(id)
    const size = headerBytes[format] ?? 0
    if (input.length < at + size) return false
    let field = size > 0 ? input.readUIntBE(at, 3) : (known?.extended ?? 0)
    let extended: number | null = size > 0 ? null : (known?.extended ?? null)
    const header = at
    at += size
    if (field === needsExtended || extended !== null) {
      if (input.length < at + 4) return false
      const value = input.readUInt32BE(at)
      // Some encoders leave the extended field out of type 3 chunks, against the specification.
      if (size > 0 || value === extended) at += 4
      if (size > 0) {
        field = value
        extended = value
      }
    }
    const stream = known ?? this.#addStream(id, format)
    if (stream.payload !== null) {
      if (format !== 3) throw new RtmpError('a message began before the one before it had ended')
    } else {
      if (format <= 1) {
        stream.length = input.readUIntBE(header + 3, 3)
        stream.type = input.readUInt8(header + 6)
      }
      if (format === 0) stream.streamId = input.readUInt32LE(header + 7)
      if (format < 3) stream.delta = field
      stream.timestamp = format === 0 ? field : (stream.timestamp + stream.delta) >>> 0
      stream.extended = extended
      this.#begin(stream)
    }
    this.#at = at
    this.#open = { stream, left: Math.min(this.#chunkSize, stream.length - stream.filled) }
    return true
  }

  #addStream(id: number, format: number): ChunkStream {
    // librtmp begins its control channel with type 1, so only types 2 and 3 lack too much.
    if (format > 1) throw new RtmpError('a chunk refers to a header that was never sent')
    if (this.#streams.size >= this.#limits.chunkStreams) throw new RtmpError('too many chunk streams')
    const stream: ChunkStream = {
      timestamp: 0,
      delta: 0,
      length: 0,
      type: 0,
      streamId: 0,
      extended: null,
      payload: null,
      filled: 0,
    }
    this.#streams.set(id, stream)
    return stream
  }

  #begin(stream: ChunkStream): void {
    if (stream.length > this.#limits.messageBytes(stream.type)) throw new RtmpError('a message is too long')
    if (this.#held + stream.length > this.#limits.heldBytes)
      throw new RtmpError('too many unfinished messages')
    this.#held += stream.length
    stream.payload = Buffer.allocUnsafe(stream.length)
    stream.filled = 0
  }

  /** Null when a chunk ended within its message. */
  #readPayload(): Message | null | 'incomplete' {
    const open = this.#open
    const payload = open?.stream.payload
    if (open == null || payload == null) throw new RtmpError('a chunk without a message')
    const { stream } = open
    const taken = this.#input.copy(payload, stream.filled, this.#at, this.#at + open.left)
    this.#at += taken
    stream.filled += taken
    open.left -= taken
    if (open.left > 0) return 'incomplete'
    this.#open = null
    if (stream.filled < stream.length) return null
    this.#release(stream)
    return { type: stream.type, timestamp: stream.timestamp, streamId: stream.streamId, payload }
  }

  #release(stream: ChunkStream): void {
    if (stream.payload !== null) this.#held -= stream.length
    stream.payload = null
    stream.filled = 0
  }

  #setChunkSize(payload: Buffer): void {
    const size = payload.length >= 4 ? payload.readUInt32BE(0) : 0
    if (size < smallestChunk || size > 0x7fffffff) throw new RtmpError('an impossible chunk size')
    this.#chunkSize = size
  }

  #abort(payload: Buffer): void {
    const stream = payload.length >= 4 ? this.#streams.get(payload.readUInt32BE(0)) : undefined
    if (stream !== undefined) this.#release(stream)
  }
}
