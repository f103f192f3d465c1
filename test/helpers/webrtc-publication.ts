import type { Test } from 'tap'
import { createLog } from '../../src/log.ts'
import { GopCache } from '../../src/media/ingest/gop-cache.ts'
import { Meter } from '../../src/media/ingest/meter.ts'
import { LivePublication } from '../../src/media/ingest/publication.ts'
import type { MatroskaFormat, SourcePacket } from '../../src/media/ports.ts'

/** Pictures and sound that come at their times, from now on, as a WHIP source hands them out; then it is over. */
export function publishPackets(
  t: Test,
  slug: string,
  format: MatroskaFormat,
  packets: readonly SourcePacket[],
  framesPerSecond: number,
): LivePublication {
  const cache = new GopCache()
  const { codec, width, height } = format.video
  const audioCodec = format.audio?.codec ?? null
  const publication = new LivePublication({
    ...{ slug, remoteAddress: '127.0.0.1', protocol: 'whip', format, cache },
    info: { videoCodec: codec, width, height, framesPerSecond, audioCodec },
    meter: new Meter(performance.now()),
    log: createLog('silent'),
    close: reason => end(reason),
  })
  const began = performance.now()
  const waiting = [...packets]
  const send = () => {
    while (waiting[0] && waiting[0].time <= performance.now() - began) {
      const tag = { ...(waiting.shift() as SourcePacket), receivedAt: Date.now() }
      cache.add(tag)
      publication.push(tag)
    }
    if (waiting.length === 0) end('all was sent')
  }
  const timer = setInterval(send, 5)
  const end = (reason: string) => {
    clearInterval(timer)
    publication.end({ reason, goodbye: true })
  }
  t.teardown(() => end('the test is over'))
  send()
  return publication
}
