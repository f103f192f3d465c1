import AVPacket from 'node-media-server/src/core/avpacket.js'
import amf from 'node-media-server/src/protocol/amf.js'
import flv from 'node-media-server/src/protocol/flv.js'
import Rtmp from 'node-media-server/src/protocol/rtmp.js'
import { type Message, messageType } from './chunk-reader.ts'
import type { Tag } from './tag.ts'

/** What node-media-server says that a media message is. */
export type MediaKind = 'header' | 'key' | 'frame'

const kinds: readonly (MediaKind | undefined)[] = ['header', 'frame', 'header', 'key', 'frame']
const flvType = { audio: messageType.audio, video: messageType.video } as const
/** One chunk stream for each type of message that is handed in. */
const chunkStreamOf = new Map<number, number>([
  [messageType.setChunkSize, 2],
  [messageType.commandAmf0, 3],
  [messageType.audio, 4],
  [messageType.video, 5],
])
const oneChunk = 0xffffff
const pong = 7

/**
 * node-media-server's RTMP: handshake, answers to commands, sorting of media. It believes what it is told,
 * and can be ended, frozen or swollen by a stranger (facts/media.md §5), so it is told only what this
 * server has checked: commands that are written anew, and whole messages in one chunk each with an
 * absolute timestamp, which also keeps its faults with chunk ids and clocks out of the way.
 */
export class NmsProtocol {
  static readonly #model = new Rtmp()
  readonly #rtmp = NmsProtocol.#copyOfModel()
  #sorted: MediaKind | null = null

  constructor(output: (bytes: Buffer) => void) {
    this.#rtmp.onOutputCallback = output
    this.#rtmp.onPacketCallback = packet => {
      this.#sorted = kinds[packet.flags] ?? null
    }
  }

  /**
   * The constructor makes an FLV parser with a buffer of 1 MB, which no RTMP session uses: 200 connections of
   * strangers would cost 200 MB. So each session is a copy that shares that parser, and has of its own
   * all else that 4.4.3 writes into instead of replacing it.
   */
  static #copyOfModel(): Rtmp {
    const model = NmsProtocol.#model
    return Object.assign(Object.create(Rtmp.prototype), model, {
      handshakePayload: Buffer.alloc(model.handshakePayload.length),
      parserBuffer: Buffer.alloc(model.parserBuffer.length),
      inPackets: new Map(),
    })
  }

  /** Takes exactly C0, C1 and C2, in any pieces. */
  handshake(bytes: Buffer): void {
    this.#rtmp.parserData(bytes)
  }

  /** Answers `connect`; first after the handshake. */
  connect(transaction: number): void {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(oneChunk)
    this.#tell({ type: messageType.setChunkSize, timestamp: 0, streamId: 0, payload: size })
    const cmdObj = { app: 'live', tcUrl: 'rtmp://localhost/live', objectEncoding: 0 }
    this.#command(0, { cmd: 'connect', transId: transaction, cmdObj })
  }

  createStream(transaction: number): void {
    this.#command(0, { cmd: 'createStream', transId: transaction, cmdObj: null })
  }

  /** Answers `publish` with NetStream.Publish.Start. */
  publish(streamId: number): void {
    // The name would be told back and is nobody's business: the key never gets here.
    this.#command(streamId, { cmd: 'publish', transId: 0, cmdObj: null, streamName: 'stream', type: 'live' })
  }

  /** Says why it is over, so that the encoder reports a failure. ASCII only. */
  refuse(streamId: number, code: string, description: string): void {
    this.#rtmp.sendStatusMessage(streamId, 'error', code, description)
  }

  acknowledge(receivedBytes: number): void {
    this.#rtmp.sendACK(receivedBytes >>> 0)
  }

  pong(timestamp: number): void {
    this.#rtmp.sendStreamStatus(pong, timestamp)
  }

  /** Null for what is neither a header nor a frame. */
  sort(message: Message): MediaKind | null {
    this.#sorted = null
    this.#tell(message)
    return this.#sorted
  }

  #command(streamId: number, command: Readonly<Record<string, unknown>>): void {
    const payload = amf.encodeAmf0Cmd(command)
    this.#tell({ type: messageType.commandAmf0, timestamp: 0, streamId, payload })
  }

  #tell({ type, timestamp, streamId, payload }: Message): void {
    const extended = timestamp >= 0xffffff
    const header = Buffer.alloc(extended ? 16 : 12)
    header[0] = chunkStreamOf.get(type) ?? 6
    header.writeUIntBE(extended ? 0xffffff : timestamp, 1, 3)
    header.writeUIntBE(payload.length, 4, 3)
    header[7] = type
    header.writeUInt32LE(streamId, 8)
    if (extended) header.writeUInt32BE(timestamp, 12)
    this.#rtmp.parserData(header)
    this.#rtmp.parserData(payload)
  }
}

export function flvHeader(hasAudio: boolean): Buffer {
  return flv.createHeader(hasAudio, true)
}

/** One FLV tag with its trailing size. `time`: milliseconds from 0 to 2^32. */
export function flvTag(track: Tag['track'], time: number, body: Buffer): Buffer {
  const packet = new AVPacket()
  packet.codec_type = flvType[track]
  packet.dts = time
  packet.size = body.length
  packet.data = body
  return flv.createMessage(packet)
}
