import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Test } from 'tap'

/** One RTMP message as an attacker may write it: every field is free. */
export type RawMessage = {
  readonly type: number
  readonly payload: Buffer
  readonly timestamp?: number
  readonly streamId?: number
  readonly chunkStream?: number
  /** What the header says; else the truth. */
  readonly declared?: number
}

/** Type 0 header and the payload, cut at `chunkSize`. */
export function encode(message: RawMessage, chunkSize = 128): Buffer {
  const { type, payload, timestamp = 0, streamId = 0, chunkStream = 3, declared = payload.length } = message
  const extended = timestamp >= 0xffffff
  const extension = Buffer.alloc(extended ? 4 : 0)
  if (extended) extension.writeUInt32BE(timestamp)
  const header = Buffer.alloc(11)
  header.writeUIntBE(extended ? 0xffffff : timestamp, 0, 3)
  header.writeUIntBE(declared, 3, 3)
  header[6] = type
  header.writeUInt32LE(streamId, 7)
  const parts = [basicHeader(0, chunkStream), header, extension, payload.subarray(0, chunkSize)]
  for (let at = chunkSize; at < payload.length; at += chunkSize) {
    parts.push(basicHeader(3, chunkStream), extension, payload.subarray(at, at + chunkSize))
  }
  return Buffer.concat(parts)
}

export function basicHeader(format: number, id: number): Buffer {
  if (id < 64) return Buffer.from([(format << 6) | id])
  if (id < 320) return Buffer.from([format << 6, id - 64])
  return Buffer.from([(format << 6) | 1, (id - 64) & 255, (id - 64) >> 8])
}

type AmfInput = string | number | boolean | null | { readonly [name: string]: AmfInput }

export function amf(...values: readonly AmfInput[]): Buffer {
  return Buffer.concat(values.map(amfValue))
}

function amfValue(value: AmfInput): Buffer {
  if (value === null) return Buffer.from([5])
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9)
    bytes.writeDoubleBE(value, 1)
    return bytes
  }
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), amfName(value)])
  const fields = Object.entries(value).flatMap(([name, field]) => [amfName(name), amfValue(field)])
  return Buffer.concat([Buffer.from([3]), ...fields, Buffer.from([0, 0, 9])])
}

function amfName(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export const command = (...values: readonly AmfInput[]): RawMessage => ({ type: 20, payload: amf(...values) })

export const connectCommand = command('connect', 1, { app: 'live', tcUrl: 'rtmp://localhost/live' })
export const createStreamCommand = command('createStream', 2, null)
export const publishCommand = (key: string): RawMessage => ({
  ...command('publish', 3, null, key, 'live'),
  streamId: 1,
})

export const handshake = Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 7), Buffer.alloc(1536, 7)])

/** A raw client that says what it is told to, without waiting for answers. */
export class RawClient {
  readonly socket: Socket
  /** Resolves with all that the server sent when the connection is over. */
  readonly closed: Promise<Buffer>
  readonly #received: Buffer[] = []
  readonly #watchers = new Set<() => void>()

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', bytes => {
      this.#received.push(bytes)
      for (const watch of this.#watchers) watch()
    })
    this.closed = new Promise(resolve => socket.once('close', () => resolve(this.received)))
  }

  static async open(t: Test, port: number): Promise<RawClient> {
    const client = await RawClient.dial(port)
    t.teardown(() => client.socket.destroy())
    return client
  }

  /** For the many: the caller sees to its end. */
  static async dial(port: number): Promise<RawClient> {
    const client = new RawClient(connect({ port, host: '127.0.0.1' }))
    await once(client.socket, 'connect')
    return client
  }

  get received(): Buffer {
    return Buffer.concat(this.#received)
  }

  send(...parts: readonly (Buffer | RawMessage)[]): void {
    this.socket.write(Buffer.concat(parts.map(part => (Buffer.isBuffer(part) ? part : encode(part)))))
  }

  /** Resolves when the server has sent `text`. */
  saw(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const watch = (): void => {
        if (!this.received.includes(text)) return
        this.#watchers.delete(watch)
        resolve()
      }
      this.#watchers.add(watch)
      this.closed.then(() => reject(new Error(`closed before '${text}'`)))
      watch()
    })
  }

  /** Logs in, up to Publish.Start. */
  async publish(key: string): Promise<void> {
    this.send(handshake, connectCommand, createStreamCommand, publishCommand(key))
    await this.saw('NetStream.Publish.Start')
  }
}
