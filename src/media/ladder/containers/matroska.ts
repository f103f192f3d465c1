import type { MatroskaFormat, SourcePacket } from '../../ports.ts'

/** Live Matroska. */
export class MatroskaContainer {
  readonly head = Buffer.alloc(0)

  constructor(format: MatroskaFormat) {
    throw new Error(`no ${format.container} yet`)
  }

  packet({ body }: SourcePacket): Buffer {
    return body
  }
}
