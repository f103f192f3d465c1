import type { SourcePacket } from '../../src/media/ports.ts'
import { run } from './ffmpeg-live.ts'

/** What a WHIP source would hand out, made by a real ffmpeg. `lavfi` describes picture or sound. */

export type Coded = {
  /** H.264's AVCDecoderConfigurationRecord. */
  readonly header: Buffer
  readonly packets: readonly SourcePacket[]
}

const noHeader: Buffer = Buffer.alloc(0)

/** As browsers send it: without B-frames, every keyframe with its parameter sets. `rate`: pictures a second. */
export async function codedH264(lavfi: string, rate: number, from = 0): Promise<Coded> {
  const bytes = await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', lavfi, '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-g', String(rate), '-f', 'flv', 'pipe:1'],
  ])
  let header = noHeader
  const packets: SourcePacket[] = []
  for (let at = 13; at < bytes.length; ) {
    const size = bytes.readUIntBE(at + 1, 3)
    const body = bytes.subarray(at + 11, at + 11 + size)
    if (bytes[at] === 9 && body[1] === 0) header = body.subarray(5)
    if (bytes[at] === 9 && body[1] === 1) {
      const key = body.readUInt8(0) >> 4 === 1
      const units = body.subarray(5)
      packets.push({
        ...{ track: 'video', key, time: from + (packets.length * 1000) / rate },
        body: key ? Buffer.concat([parameterSets(header), units]) : units,
      })
    }
    at += 15 + size
  }
  return { header, packets }
}

/** SPS and PPS of a record that has one of each, as NAL units behind their lengths. */
function parameterSets(record: Buffer): Buffer {
  const spsEnd = 8 + record.readUInt16BE(6)
  const ppsEnd = spsEnd + 3 + record.readUInt16BE(spsEnd + 1)
  return Buffer.concat(
    [record.subarray(8, spsEnd), record.subarray(spsEnd + 3, ppsEnd)].flatMap(unit => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(unit.length)
      return [length, unit]
    }),
  )
}

export async function codedVp8(lavfi: string, rate: number, from = 0): Promise<Coded> {
  const bytes = await run('ffmpeg', [
    ...[
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      lavfi,
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
    ],
    ...['-b:v', '1M', '-g', String(rate), '-f', 'ivf', 'pipe:1'],
  ])
  const packets: SourcePacket[] = []
  for (let at = 32; at < bytes.length; ) {
    const body = bytes.subarray(at + 12, at + 12 + bytes.readUInt32LE(at))
    // RFC 6386, 9.1: the first bit is 0 in a key frame.
    const key = (body.readUInt8(0) & 1) === 0
    packets.push({ track: 'video', key, time: from + (packets.length * 1000) / rate, body })
    at += 12 + body.length
  }
  return { header: noHeader, packets }
}

/** Packets of 20 ms out of Ogg (RFC 3533). */
export async function codedOpus(lavfi: string): Promise<readonly SourcePacket[]> {
  const bytes = await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', lavfi, '-ar', '48000', '-ac', '2', '-c:a', 'libopus'],
    ...['-frame_duration', '20', '-f', 'ogg', 'pipe:1'],
  ])
  const bodies: Buffer[] = []
  let pending: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const count = bytes.readUInt8(at + 26)
    let from = at + 27 + count
    for (const lace of bytes.subarray(at + 27, at + 27 + count)) {
      pending.push(bytes.subarray(from, from + lace))
      from += lace
      if (lace === 255) continue
      bodies.push(Buffer.concat(pending))
      pending = []
    }
    at = from
  }
  // Behind OpusHead and OpusTags.
  return bodies.slice(2).map((body, n) => ({ track: 'audio', key: true, time: n * 20, body }))
}
