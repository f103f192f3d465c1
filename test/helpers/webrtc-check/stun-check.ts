import { createHmac, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { crc32 } from 'node:zlib'
import { viewSdp } from './sdp-view.ts'

/** Where and as whom to ask: an ICE candidate and the two username fragments. */
export type StunTarget = {
  readonly address: string
  readonly port: number
  readonly username: string
  readonly password: string
}

/** The first UDP candidate of a description, and the ICE parameters of it or of a later fragment. */
export function stunTarget(remote: string, localFragment: string, parameters = remote): StunTarget | null {
  const { session, sections } = viewSdp(remote)
  const candidates = [session, ...sections].flatMap(part => part.all('candidate'))
  const udp = candidates
    .map(line => line.split(' '))
    .find(([, , transport]) => /^udp$/i.test(transport ?? ''))
  const [fragment, password] = ['ice-ufrag', 'ice-pwd'].map(
    name => new RegExp(`^a=${name}:(\\S+)`, 'm').exec(parameters)?.[1],
  )
  if (!udp?.[4] || fragment === undefined || password === undefined) return null
  return { address: udp[4], port: Number(udp[5]), username: `${fragment}:${localFragment}`, password }
}

/** Whether a connectivity check (RFC 8445, section 7.2; RFC 8489) is answered with success, asked five times. */
export async function answersStun(target: StunTarget): Promise<boolean> {
  const socket = createSocket(target.address.includes(':') ? 'udp6' : 'udp4')
  const transaction = randomBytes(12)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.on('message', message => {
    if (message.readUInt16BE(0) === 0x0101 && message.subarray(8, 20).equals(transaction)) resolve(true)
  })
  socket.on('error', () => resolve(false))
  const request = bindingRequest(target, transaction)
  let left = 5
  const timer = setInterval(() => {
    if (left-- === 0) return resolve(false)
    socket.send(request, target.port, target.address, error => error && resolve(false))
  }, 200)
  const answered = await promise
  clearInterval(timer)
  socket.close()
  return answered
}

/** A connectivity check by one who controls, `transaction` of 12 bytes. */
export function bindingRequest({ username, password }: StunTarget, transaction: Buffer): Buffer {
  const attribute = (type: number, value: Buffer): Buffer => {
    const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
    padded.writeUInt16BE(type, 0)
    padded.writeUInt16BE(value.length, 2)
    value.copy(padded, 4)
    return padded
  }
  const message = (attributes: readonly Buffer[], more: number): Buffer => {
    const body = Buffer.concat(attributes)
    const head = Buffer.alloc(8)
    head.writeUInt16BE(0x0001, 0)
    head.writeUInt16BE(body.length + more, 2)
    head.writeUInt32BE(0x2112a442, 4)
    return Buffer.concat([head, transaction, body])
  }
  const priority = Buffer.from([0x6e, 0x00, 0x01, 0xff])
  const attributes = [
    attribute(0x0006, Buffer.from(username)),
    attribute(0x0024, priority),
    attribute(0x802a, randomBytes(8)),
  ]
  const signed = createHmac('sha1', password).update(message(attributes, 24)).digest()
  attributes.push(attribute(0x0008, signed))
  const check = Buffer.alloc(4)
  check.writeUInt32BE((crc32(message(attributes, 8)) ^ 0x5354554e) >>> 0, 0)
  attributes.push(attribute(0x8028, check))
  return message(attributes, 0)
}
