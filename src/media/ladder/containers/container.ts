import type { SourceFormat, SourcePacket } from '../../ports.ts'
import { FlvContainer } from './flv.ts'
import { MatroskaContainer } from './matroska.ts'

/** Puts one source's packets into a stream that FFmpeg reads, each at once. */
export type Container = {
  /** What stands before the first packet. */
  readonly head: Buffer
  packet(packet: SourcePacket): Buffer
}

export function containerOf(format: SourceFormat): Container {
  return format.container === 'flv' ? new FlvContainer(format) : new MatroskaContainer(format)
}
