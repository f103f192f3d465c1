import type { Silence } from './silence.ts'

/** ISO 14496-3, 1.6.3.4. */
const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
]
const aac = 10
const lowComplexity = 2
const frameSamples = 1024

/** What stands before a frame, and before the configuration, in an FLV tag (Adobe's FLV 10.1, E.4.2). */
const framePrefix = Buffer.from('af01', 'hex')
const headerPrefix = Buffer.from('af00', 'hex')

/**
 * ISO 14496-3, 4.4.2.1, by channels: one element, whose ics_info has a max_sfb of 0, so that no section, scale factor
 * or spectrum follows; then ID_END. For two channels the ics_info is common to both.
 */
const silentBlocks = new Map([
  [1, Buffer.from('00000007', 'hex')],
  [2, Buffer.from('21000000001c', 'hex')],
])

/** The body of the FLV tag that announces AAC-LC, 48 kHz, stereo. */
export const stereoHeader = Buffer.concat([headerPrefix, Buffer.from('1190', 'hex')])

/**
 * A frame in which every channel has no band with anything in it. Header and frame are bodies of FLV tags. Null when
 * this is not one or two channels of AAC-LC in frames of 1024.
 */
export function silentAac(header: Buffer): Silence | null {
  if (header.length < headerPrefix.length + 2 || header.readUInt8(0) >> 4 !== aac) return null
  // AudioSpecificConfig (1.6.2.1): object type 5 bits, rate 4, channels 4; then three flags of GASpecificConfig.
  const config = header.readUInt16BE(headerPrefix.length)
  const rate = rates[(config >> 7) & 0x0f]
  const block = silentBlocks.get((config >> 3) & 0x0f)
  if (config >> 11 !== lowComplexity || (config & 0x07) !== 0 || !rate || !block) return null
  return { frameMs: (frameSamples / rate) * 1000, frame: Buffer.concat([framePrefix, block]) }
}
