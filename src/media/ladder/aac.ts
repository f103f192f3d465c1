import type { Silence } from './silence.ts'

/** ISO 14496-3, 1.6.3.4. */
const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
]
const aac = 10
const frameSamples = 1024

/** Object types (1.5.1.1): the second and third (HE-AAC) extend the first, and decoders do without the extension. */
const lowComplexity = 2
const extended = new Set([5, 29])

/** What stands before a frame, and before the configuration, in an FLV tag (Adobe's FLV 10.1, E.4.2). */
const framePrefix = Buffer.from('af01', 'hex')
const headerPrefix = Buffer.from('af00', 'hex')

/** The body of the FLV tag that announces AAC-LC, 48 kHz, stereo. */
export const stereoHeader = Buffer.concat([headerPrefix, Buffer.from('1190', 'hex')])

/**
 * A frame in which every channel has no band with anything in it. Header and frame are bodies of FLV tags. Null when
 * this is not AAC-LC, or HE-AAC that says so, in frames of 1024 and with channels as they are known by number.
 */
export function silentAac(header: Buffer): Silence | null {
  if (header.length < headerPrefix.length + 2 || header.readUInt8(0) >> 4 !== aac) return null
  const config = readConfig(header.subarray(headerPrefix.length))
  const rate = rates[config.rate]
  const elements = layouts[config.channels]
  if (config.type !== lowComplexity || config.flags !== 0 || !rate || !elements) return null
  return { frameMs: (frameSamples / rate) * 1000, frame: Buffer.concat([framePrefix, packed(elements)]) }
}

/** AudioSpecificConfig (1.6.2.1) as far as GASpecificConfig's three flags, of what is coded without extension. */
function readConfig(bytes: Buffer) {
  const bits = Buffer.concat([bytes, Buffer.alloc(4)]).readUInt32BE(0)
  const field = (from: number, count: number): number => (bits >>> (32 - from - count)) & ((1 << count) - 1)
  const [type, rate, channels] = [field(0, 5), field(5, 4), field(9, 4)]
  // The extension's own rate stands between, and is never one that has no number (15).
  return extended.has(type) && field(13, 4) !== 15
    ? { rate, channels, type: field(17, 5), flags: field(22, 3) }
    : { rate, channels, type, flags: field(13, 3) }
}

/** Bits of the elements of a frame (4.4.2.1): an ics_info with a max_sfb of 0 has no section, scale factor or spectrum. */
const info = '00000000000'
const channel = { alone: `00000000${info}000`, inPair: '00000000000' }
const centre = (tag: string): string => `000${tag}${channel.alone}`
const pair = (tag: string): string => `001${tag}1${info}00${channel.inPair}${channel.inPair}`
const lowFrequencies = `0110000${channel.alone}`
const [first, second, third] = ['0000', '0001', '0010'] as const

/** By number of the channel configuration (1.6.3.5). 0 leaves it to the stream to say. */
const layouts: readonly (readonly string[] | null)[] = [
  null,
  [centre(first)],
  [pair(first)],
  [centre(first), pair(first)],
  [centre(first), pair(first), centre(second)],
  [centre(first), pair(first), pair(second)],
  [centre(first), pair(first), pair(second), lowFrequencies],
  [centre(first), pair(first), pair(second), pair(third), lowFrequencies],
]

/** With ID_END behind it, filled up to whole bytes. */
function packed(elements: readonly string[]): Buffer {
  const bits = `${elements.join('')}111`
  const bytes = bits.match(/.{1,8}/g) ?? []
  return Buffer.from(bytes.map(byte => Number.parseInt(byte.padEnd(8, '0'), 2)))
}
