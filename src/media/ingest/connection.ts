import type { Socket } from 'node:net'
import type { Logger } from '../../log.ts'
import type { Publication } from '../ports.ts'
import { ChunkReader, type Message, messageType, type ReaderLimits } from './chunk-reader.ts'
import { parseCommand, parseMetadata } from './command.ts'
import { parseMedia } from './media-packet.ts'
import { Meter } from './meter.ts'
import { NmsProtocol } from './nms.ts'
import { remoteAddressOf, senderOf } from './remote-address.ts'
import { RtmpError } from './rtmp-error.ts'
import { Source } from './source.ts'

export type ConnectionLimits = {
  readonly loginSeconds: number
  readonly idleSeconds: number
  readonly maxKbps: number
}

/** What a connection asks of the server that it belongs to. */
export type ConnectionPorts = {
  readonly limits: ConnectionLimits
  readonly log: Logger
  /** The slug of the room that the key belongs to, or null. Rejects when `signal` aborts. */
  readonly login: (connection: Connection, key: string, signal: AbortSignal) => Promise<string | null>
  /** The connection now publishes to the room: every other one that does so has to go. */
  readonly onLogin: (connection: Connection, slug: string) => void
  readonly onPublication: (publication: Publication) => void
}

type State =
  | { readonly name: 'handshake'; left: number }
  | { readonly name: 'login' | 'authorizing' | 'ended' }
  | {
      readonly name: 'publishing'
      readonly source: Source
      readonly meter: Meter
      readonly idle: NodeJS.Timeout
    }

const version = 3
/** C0, C1 and C2. */
const handshakeBytes = 1 + 1536 + 1536
/** All that a stranger may send after the handshake. OBS needs about 1 KB. */
const loginBytes = 64 * 1024
const mostStreams = 8
const defaultWindow = 2_500_000
const smallestWindow = 64 * 1024
/** Our answers are small: who lets so much of them wait does not read. */
const mostUnread = 256 * 1024
/** How long a refused client may take to read why. */
const farewellMilliseconds = 1000
const ping = 6

const strangerLimits: ReaderLimits = {
  chunkStreams: 8,
  heldBytes: 16 * 1024,
  messageBytes: type => (type === messageType.audio || type === messageType.video ? 0 : 8 * 1024),
}

const publisherLimits: ReaderLimits = {
  chunkStreams: 32,
  heldBytes: 8 * 1024 * 1024,
  messageBytes: type => (type === messageType.video ? 4 * 1024 * 1024 : 64 * 1024),
}

/**
 * One RTMP connection: handshake, login with a stream key, then a publisher's stream. Nothing that it
 * receives can throw out of it.
 */
export class Connection {
  readonly remoteAddress: string
  readonly sender: string
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #ports: ConnectionPorts
  readonly #nms: NmsProtocol
  readonly #reader = new ChunkReader(strangerLimits)
  readonly #leaving = new AbortController()
  readonly #resolveClosed: () => void
  #loginTimer: NodeJS.Timeout | undefined
  #state: State = { name: 'handshake', left: handshakeBytes }
  #received = 0
  #acknowledged = 0
  #window = defaultWindow
  #streams = 0
  #connected = false

  private constructor(socket: Socket, ports: ConnectionPorts) {
    this.#socket = socket
    this.#ports = ports
    this.remoteAddress = remoteAddressOf(socket)
    this.sender = senderOf(this.remoteAddress)
    this.#nms = new NmsProtocol(bytes => this.#send(bytes))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.closed = promise
    this.#resolveClosed = resolve
  }

  static open(socket: Socket, ports: ConnectionPorts): Connection {
    const connection = new Connection(socket, ports)
    connection.#listen()
    return connection
  }

  /** Ends the stream and the connection at once. */
  close(reason: string): void {
    this.#end(reason)
    this.#socket.destroy()
  }

  #listen(): void {
    this.#loginTimer = setTimeout(
      () => this.close('no login in time'),
      this.#ports.limits.loginSeconds * 1000,
    )
    this.#socket.on('data', bytes => this.#onData(bytes))
    this.#socket.on('end', () => this.close('the publisher hung up'))
    // Errors are followed by 'close'; only the reason would be lost.
    this.#socket.on('error', error =>
      this.#end(`the connection broke (${'code' in error ? error.code : error.name})`),
    )
    this.#socket.on('close', () => {
      this.#end('the connection closed')
      clearTimeout(this.#loginTimer)
      this.#resolveClosed()
    })
  }

  #onData(bytes: Buffer): void {
    try {
      this.#received += bytes.length
      const rest = this.#shakeHands(bytes)
      if (this.#state.name === 'ended' || rest.length === 0) return
      this.#checkVolume(bytes.length)
      this.#reader.feed(rest)
      this.#readOn()
      this.#acknowledge()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Returns the bytes that follow the handshake. */
  #shakeHands(bytes: Buffer): Buffer {
    if (this.#state.name !== 'handshake') return bytes
    if (this.#state.left === handshakeBytes && bytes[0] !== version) throw new RtmpError('this is not RTMP')
    const part = bytes.subarray(0, this.#state.left)
    this.#state.left -= part.length
    this.#nms.handshake(part)
    if (this.#state.left === 0) this.#state = { name: 'login' }
    return bytes.subarray(part.length)
  }

  #checkVolume(count: number): void {
    if (this.#state.name !== 'publishing') {
      if (this.#received > handshakeBytes + loginBytes)
        throw new RtmpError('too much was sent before the login')
      return
    }
    const now = performance.now()
    this.#state.meter.bytes(count, now)
    const kbps = this.#state.meter.average(now)
    if (kbps > this.#ports.limits.maxKbps) {
      throw new RtmpError(`the bitrate is above ${this.#ports.limits.maxKbps} kbit/s`)
    }
  }

  /** While a key is looked up, what came after it waits in the reader. */
  #readOn(): void {
    while (this.#state.name === 'login' || this.#state.name === 'publishing') {
      const message = this.#reader.read()
      if (message === null) return
      this.#take(message)
    }
  }

  #take(message: Message): void {
    switch (message.type) {
      case messageType.commandAmf0:
      case messageType.commandAmf3:
        this.#obey(message)
        break
      case messageType.userControl:
        this.#control(message.payload)
        break
      case messageType.windowSize:
        if (message.payload.length >= 4) {
          this.#window = Math.max(smallestWindow, message.payload.readUInt32BE(0))
        }
        break
      case messageType.audio:
      case messageType.video:
        this.#media(message)
        break
      case messageType.dataAmf0:
      case messageType.dataAmf3: {
        const metadata = this.#state.name === 'publishing' ? parseMetadata(message) : null
        if (this.#state.name === 'publishing' && metadata !== null) this.#state.source.metadata(metadata)
        break
      }
    }
  }

  #obey(message: Message): void {
    const command = parseCommand(message)
    switch (command.name) {
      case 'connect':
        if (this.#connected) throw new RtmpError('connect came twice')
        this.#connected = true
        this.#nms.connect(command.transaction)
        break
      case 'createStream':
        this.#streams += 1
        if (!this.#connected || this.#streams > mostStreams) throw new RtmpError('createStream out of turn')
        this.#nms.createStream(command.transaction)
        break
      case 'publish':
        if (!this.#connected || this.#state.name !== 'login') throw new RtmpError('publish out of turn')
        this.#authorize(message.streamId, command.key).catch((error: unknown) => this.#fail(error))
        break
      case 'play':
        this.#refuse(message.streamId, 'NetStream.Play.Failed', 'nobody may play from here')
        break
      case 'leave':
        if (this.#state.name === 'publishing') this.#leave('the publisher stopped')
        break
      case 'other':
        break
    }
  }

  async #authorize(streamId: number, key: string): Promise<void> {
    this.#state = { name: 'authorizing' }
    this.#socket.pause()
    const slug = await this.#ports.login(this, key, this.#leaving.signal)
    if (this.#state.name !== 'authorizing') return
    if (slug === null) {
      this.#refuse(streamId, 'NetStream.Publish.BadName', 'the stream key is wrong')
      return
    }
    clearTimeout(this.#loginTimer)
    this.#reader.limits = publisherLimits
    this.#state = this.#publishing(slug)
    this.#ports.onLogin(this, slug)
    // The name is told back to the encoder, and to nobody's log: not the key.
    this.#nms.publish(streamId, slug)
    this.#readOn()
    this.#socket.resume()
  }

  #publishing(slug: string): State {
    const { limits, log, onPublication } = this.#ports
    const meter = new Meter(performance.now())
    const close = (reason: string): void => this.close(reason)
    const { remoteAddress } = this
    const source = new Source({ slug, remoteAddress, meter, log, close, onPublication })
    const idle = setTimeout(
      () => this.close('the publisher sent nothing any more'),
      limits.idleSeconds * 1000,
    )
    return { name: 'publishing', source, meter, idle }
  }

  #media(message: Message): void {
    if (this.#state.name !== 'publishing') throw new RtmpError('media before the login')
    const packet = parseMedia(message, media => this.#nms.sort(media))
    if (packet === null) return
    const { source, idle } = this.#state
    source.take(packet, message.timestamp, performance.now())
    // Whoever is told of the publication may have ended it.
    if (this.#state.name === 'publishing' && source.known) idle.refresh()
  }

  #control(payload: Buffer): void {
    if (this.#state.name === 'publishing' && payload.length >= 6 && payload.readUInt16BE(0) === ping) {
      this.#nms.pong(payload.readUInt32BE(2))
    }
  }

  /** Encoders may stop sending after a window that nobody has confirmed. */
  #acknowledge(): void {
    if (this.#state.name !== 'publishing' || this.#received - this.#acknowledged < this.#window) return
    this.#acknowledged = this.#received
    this.#nms.acknowledge(this.#received)
  }

  #send(bytes: Buffer): void {
    if (this.#state.name === 'ended' || !this.#socket.writable) return
    this.#socket.write(bytes)
    if (this.#socket.writableLength > mostUnread) throw new RtmpError('answers are not read')
  }

  #fail(error: unknown): void {
    if (this.#state.name === 'ended') return
    if (!(error instanceof RtmpError)) {
      this.#ports.log.error({ err: error, remoteAddress: this.remoteAddress }, 'an RTMP connection failed')
    }
    const reason = error instanceof RtmpError ? error.message : 'the server failed'
    if (this.#state.name === 'publishing' || this.#state.name === 'authorizing') {
      this.#refuse(1, 'NetStream.Publish.Rejected', reason)
    } else this.close(reason)
  }

  /** Tells the client, so that an encoder shows a failure and not a broken line. */
  #refuse(streamId: number, code: string, reason: string): void {
    try {
      this.#nms.refuse(streamId, code, reason)
      this.#leave(reason)
    } catch {
      this.close(reason)
    }
  }

  /**
   * Ends the stream at once and the connection politely: closing a socket with unread input would reset it, and
   * the client might never read why.
   */
  #leave(reason: string): void {
    this.#end(reason)
    this.#socket.end()
    this.#socket.resume()
    const farewell = setTimeout(() => this.#socket.destroy(), farewellMilliseconds)
    this.#socket.once('close', () => clearTimeout(farewell))
  }

  #end(reason: string): void {
    const state = this.#state
    if (state.name === 'ended') return
    this.#state = { name: 'ended' }
    this.#leaving.abort()
    const { log } = this.#ports
    const { remoteAddress } = this
    if (state.name !== 'publishing') {
      log.debug({ remoteAddress, reason }, 'RTMP connection ended before a login')
      return
    }
    clearTimeout(state.idle)
    log.info({ remoteAddress, reason }, 'RTMP publisher ended')
    state.source.end(reason)
  }
}
