import type { Consumer, WebRtcTransport } from 'mediasoup/types'

/** Milliseconds from a step down until it shows whether the line chokes on what is sent again. */
const settle = 400
/** Bits per second sent again: on a line that only loses some, it is a tenth of this. */
const flood = 200_000

/**
 * Forgets what a line that has become narrow dropped. The viewer asks for all of it, and mediasoup sends it: for seconds
 * more than the line carries, and of a layer that is not shown any more. It forgets when it pauses; the picture goes on
 * with the lowest layer's next keyframe.
 */
export function relieveStepsDown(transport: WebRtcTransport, consumer: Consumer): void {
  let layer = -1
  let timer: NodeJS.Timeout | undefined
  const relieve = async () => {
    const [stats] = await transport.getStats()
    if ((stats?.rtxSendBitrate ?? 0) < flood) return
    await consumer.pause()
    await consumer.resume()
  }
  consumer.on('layerschange', layers => {
    const next = layers?.spatialLayer ?? -1
    clearTimeout(timer)
    // It fails when the viewer has just gone.
    if (next < layer) timer = setTimeout(() => relieve().catch(() => undefined), settle)
    layer = next
  })
  consumer.observer.once('close', () => clearTimeout(timer))
}
