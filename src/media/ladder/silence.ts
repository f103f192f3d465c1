import type { SourceFormat } from '../ports.ts'
import { silentAac, stereoHeader } from './aac.ts'

/** How silence is said in the packets of one format. */
export type Silence = {
  /** How long a frame lasts. Milliseconds, not whole ones. */
  readonly frameMs: number
  /** A packet's body. */
  readonly frame: Buffer
}

/** RFC 6716, 3.1: 20 ms of CELT at full band, and then nothing that is not zero. Browsers know it as comfort. */
export const silentOpus: Silence = { frameMs: 20, frame: Buffer.from('f8fffe', 'hex') }

/** The format of a source that has no sound, or none that can be used, with silence for it. */
export function withSilence(format: SourceFormat): SourceFormat {
  return format.container === 'flv'
    ? { ...format, audio: { codec: 'aac', header: stereoHeader } }
    : { ...format, audio: { codec: 'opus' } }
}

/** Null when none is known that fits the source's sound. */
export function silenceOf(format: SourceFormat): Silence | null {
  if (format.container === 'matroska') return format.audio && silentOpus
  return format.audio?.header ? silentAac(format.audio.header) : null
}
