import { flvHeader, flvTag } from '../../ingest/nms.ts'
import type { FlvFormat, SourcePacket } from '../../ports.ts'

/** FLV: a file header, a tag for the header of each track, then a tag for each packet. */
export class FlvContainer {
  readonly #format: FlvFormat

  constructor(format: FlvFormat) {
    this.#format = format
  }

  get head(): Buffer {
    const { video, audio } = this.#format
    return Buffer.concat([
      flvHeader(audio !== null),
      flvTag('video', 0, video.header),
      ...(audio?.header ? [flvTag('audio', 0, audio.header)] : []),
    ])
  }

  packet({ track, time, body }: SourcePacket): Buffer {
    return flvTag(track, Math.round(time), body)
  }
}
