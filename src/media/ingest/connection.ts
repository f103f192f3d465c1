import type { Socket } from 'node:net'
import type { Logger } from '../../log.ts'
import type { Publication } from '../ports.ts'
import { ChunkReader, type Message, messageType } from './chunk-reader.ts'
import { parseCommand, parseMetadata } from './command.ts'
import { Link } from './link.ts'
import { parseMedia } from './media-packet.ts'
import { publisherLimits, strangerLimits } from './message-limits.ts'
import { NmsProtocol } from './nms.ts'
import { Publisher, type PublisherLimits } from './publisher.ts'
import { remoteAddressOf, senderOf } from './remote-address.ts'
import { RtmpError } from './rtmp-error.ts'

export type ConnectionLimits = PublisherLimits & { readonly loginSeconds: number }

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
  | { readonly name: 'publishing'; readonly publisher: Publisher }

const version = 3
/** C0, C1 and C2. */
const handshakeBytes = 1 + 1536 + 1536
/** All that a stranger may send after the handshake. OBS needs about 1 KB. */
const loginBytes = 64 * 1024
const mostStreams = 8
const defaultWindow = 2_500_000
const smallestWindow = 64 * 1024
const ping = 6

/**
 * One RTMP connection: handshake, login with a stream key, then a publisher's stream. Nothing that it
 * receives can throw out of it.
 */
export class Connection {
  readonly remoteAddress: string
  readonly sender: string
  readonly #link: Link
  readonly #ports: ConnectionPorts
  readonly #nms: NmsProtocol
  readonly #reader = new ChunkReader(strangerLimits)
  readonly #leaving = new AbortController()
  #loginTimer: NodeJS.Timeout | undefined
  #state: State = { name: 'handshake', left: handshakeBytes }
  #received = 0
  #acknowledged = 0
  #window = defaultWindow
  #streams = 0
  #connected = false

  private constructor(socket: Socket, ports: ConnectionPorts) {
    this.#link = new Link(socket)
    this.#ports = ports
    this.remoteAddress = remoteAddressOf(socket)
    this.sender = senderOf(this.remoteAddress)
    this.#nms = new NmsProtocol(bytes => this.#send(bytes))
  }

  static open(socket: Socket, ports: ConnectionPorts): Connection {
    const connection = new Connection(socket, ports)
    connection.#listen()
    return connection
  }

  /** Resolves when the socket is gone. */
  get closed(): Promise<void> {
    return this.#link.closed
  }

  /** Ends the stream and the connection at once. */
  close(reason: string): void {
    this.#end(reason)
    this.#link.destroy()
  }

  #listen(): void {
    this.#loginTimer = setTimeout(
      () => this.close('no login in time'),
      this.#ports.limits.loginSeconds * 1000,
    )
    this.#link.closed.then(() => clearTimeout(this.#loginTimer))
    this.#link.listen({ onData: bytes => this.#onData(bytes), onGone: reason => this.close(reason) })
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
    if (this.#state.name === 'publishing') this.#state.publisher.receive(count)
    else if (this.#received > handshakeBytes + loginBytes)
      throw new RtmpError('too much came before the login')
  }

  /** While a key is looked up, what came after it waits in the reader. */
  #readOn(): void {
    while (this.#state.name === 'login' || this.#state.name === 'publishing') {
      const message = this.#reader.read()
      if (message === null) return
      if (this.#state.name === 'publishing') this.#state.publisher.countMessage()
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
        const metadata = parseMetadata(message)
        if (metadata !== null && this.#state.name === 'publishing') this.#state.publisher.metadata(metadata)
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
        if (this.#state.name === 'publishing') this.#leave('the publisher stopped', true)
        break
      case 'other':
        break
    }
  }

  async #authorize(streamId: number, key: string): Promise<void> {
    this.#state = { name: 'authorizing' }
    this.#link.pause()
    const slug = await this.#ports.login(this, key, this.#leaving.signal)
    if (this.#state.name !== 'authorizing') return
    if (slug === null) {
      this.#refuse(streamId, 'NetStream.Publish.BadName', 'the stream key is wrong')
      return
    }
    clearTimeout(this.#loginTimer)
    this.#reader.limits = publisherLimits
    this.#state = { name: 'publishing', publisher: this.#publisher(slug) }
    this.#ports.onLogin(this, slug)
    this.#nms.publish(streamId)
    this.#readOn()
    this.#link.resume()
  }

  #publisher(slug: string): Publisher {
    const { limits, log, onPublication } = this.#ports
    const close = (reason: string): void => this.close(reason)
    return Publisher.start({ slug, remoteAddress: this.remoteAddress, limits, log, close, onPublication })
  }

  #media(message: Message): void {
    if (this.#state.name !== 'publishing') throw new RtmpError('media before the login')
    const packet = parseMedia(message, media => this.#nms.sort(media))
    if (packet !== null) this.#state.publisher.media(packet, message.timestamp)
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
    if (this.#state.name !== 'ended') this.#link.send(bytes)
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

  /** Ends the stream at once, and the connection when it has read our answers. */
  #leave(reason: string, goodbye = false): void {
    this.#end(reason, goodbye)
    this.#link.leave()
  }

  #end(reason: string, goodbye = false): void {
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
    log.info({ slug: state.publisher.slug, remoteAddress, reason }, 'RTMP publisher ended')
    state.publisher.end({ reason, goodbye })
  }
}
