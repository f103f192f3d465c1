import { Amf0Reader, type AmfObject } from './amf0.ts'
import { type Message, messageType } from './chunk-reader.ts'
import { RtmpError } from './rtmp-error.ts'

/** What a client asks for, as far as a server that only takes streams in cares. */
export type Command =
  | { readonly name: 'connect' | 'createStream'; readonly transaction: number }
  | { readonly name: 'publish'; readonly key: string }
  | { readonly name: 'leave' | 'play' | 'other' }

const leaving = new Set(['FCUnpublish', 'deleteStream', 'closeStream'])
const playing = new Set(['play', 'play2'])

/** @throws RtmpError when the message is no command, or one that lacks what it needs. */
export function parseCommand(message: Message): Command {
  const reader = new Amf0Reader(amf0Part(message))
  const name = reader.next()
  if (typeof name !== 'string') throw new RtmpError('a command without a name')
  if (leaving.has(name)) return { name: 'leave' }
  if (playing.has(name)) return { name: 'play' }
  if (name !== 'connect' && name !== 'createStream' && name !== 'publish') return { name: 'other' }
  const transaction = reader.next()
  const details = reader.next()
  if (typeof transaction !== 'number') throw new RtmpError(`${name} without a transaction number`)
  if (name === 'connect') {
    if (!(details instanceof Map) || typeof details.get('app') !== 'string') {
      throw new RtmpError('connect without an application')
    }
    return { name, transaction }
  }
  if (name === 'createStream') return { name, transaction }
  const streamName = reader.next()
  if (typeof streamName !== 'string') throw new RtmpError('publish without a name')
  // Encoders may append a query to the key.
  const [key = ''] = streamName.split('?', 1)
  return { name, key }
}

/** The values of onMetaData; null when there are none. A stream can do without, so what cannot be read is skipped. */
export function parseMetadata(message: Message): AmfObject | null {
  try {
    const reader = new Amf0Reader(amf0Part(message))
    const name = reader.next()
    const event = name === '@setDataFrame' ? reader.next() : name
    const values = event === 'onMetaData' ? reader.next() : null
    return values instanceof Map ? values : null
  } catch (error) {
    if (error instanceof RtmpError) return null
    throw error
  }
}

/** The AMF3 kinds of message carry AMF0 after one byte of format. */
function amf0Part({ type, payload }: Message): Buffer {
  return type === messageType.commandAmf3 || type === messageType.dataAmf3 ? payload.subarray(1) : payload
}
