import type { Test } from 'tap'
import { createLog } from '../../src/log.ts'
import { MatroskaContainer } from '../../src/media/ladder/containers/matroska.ts'
import type { MatroskaFormat, Publication, SourcePacket } from '../../src/media/ports.ts'
import { type WhipLimits, WhipSource } from '../../src/media/whip/whip-source.ts'
import type { RtpHost } from './rtp-host.ts'

/** Everything that one publication gives, and when. */
export class Recording {
  readonly publication: Publication
  readonly packets: (SourcePacket & { readonly at: number })[] = []
  readonly start: { readonly at: number; readonly backlog: number }
  ended = false
  format: MatroskaFormat | null = null
  readonly #bytes: Buffer[] = []

  constructor(publication: Publication) {
    this.publication = publication
    let container: MatroskaContainer | null = null
    const { start } = publication.subscribe({
      open: format => {
        if (format.container !== 'matroska') throw new Error('not what a WHIP source gives')
        this.format = format
        container = new MatroskaContainer(format)
        this.#bytes.push(container.head)
      },
      write: packet => {
        this.packets.push({ ...packet, at: Date.now() })
        if (container) this.#bytes.push(container.packet(packet))
        return true
      },
      onDrain() {},
      end: () => {
        this.ended = true
      },
    })
    this.start = start
  }

  get pictures() {
    return this.packets.filter(({ track }) => track === 'video')
  }

  get sounds() {
    return this.packets.filter(({ track }) => track === 'audio')
  }

  /** As FFmpeg gets it. */
  get matroska(): Buffer {
    return Buffer.concat(this.#bytes)
  }
}

/** A source of what this host sends, and a recording of each of its publications. */
export async function recordWhip(t: Test, host: RtpHost, limits: Partial<WhipLimits> = {}) {
  const recordings: Recording[] = []
  const source = await WhipSource.start({
    ...{ slug: 'room', session: host, media: host.media, log: createLog('silent') },
    limits: { idleSeconds: 15, maxKbps: 20_000, ...limits },
    onPublication: publication => recordings.push(new Recording(publication)),
  })
  t.teardown(() => source.close('the test is over'))
  return { source, recordings }
}
