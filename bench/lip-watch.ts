import type { Page } from 'playwright-core'

/**
 * A picture, and how late it and the sound of its moment are behind the moments that their timestamps name. All in
 * milliseconds; `at` of the Unix epoch.
 */
export type LipSample = {
  readonly at: number
  /** When it is to be on the screen. */
  readonly pictureLag: number
  /** When it leaves the device, by what Chromium takes that to need. */
  readonly soundLag: number
  /** When it left the jitter buffer. */
  readonly decodedLag: number
}

type Watch = { readonly samples: LipSample[] }

/**
 * Begins to note that for each picture that a page of whep-page.ts shows. RTP timestamps are epoch milliseconds × 90
 * and × 48 (`roomRtp`), so that no sender report is needed to place the picture and the sound that leaves the jitter
 * buffer; what comes behind that is only in `estimatedPlayoutTimestamp`, which goes by the sender reports.
 */
export async function watchLips(page: Page, selector = '[data-testid=video]'): Promise<void> {
  await page.evaluate(selector => {
    const video = document.querySelector<HTMLVideoElement>(selector)
    const { connection } = (window as unknown as { whep: { connection: RTCPeerConnection } }).whep
    const sound = connection.getReceivers().find(({ track }) => track.kind === 'audio')
    if (!video || !sound) throw new Error('there is nothing to watch')
    const samples: LipSample[] = []
    const lag = (at: number, timestamp: number, ticks: number): number => {
      const behind = (((at * ticks - timestamp) % 2 ** 32) + 2 ** 32) % 2 ** 32
      return (behind > 2 ** 31 ? behind - 2 ** 32 : behind) / ticks
    }
    let decodedLag: number | null = null
    let soundLag: number | null = null
    let last = -1
    setInterval(() => {
      const [source] = sound.getSynchronizationSources()
      if (!source || source.rtpTimestamp === last) return
      last = source.rtpTimestamp
      decodedLag = lag(source.timestamp, source.rtpTimestamp, 48)
    }, 4)
    const epochOfNtp = 2_208_988_800_000
    setInterval(async () => {
      for (const stats of (await sound.getStats()).values()) {
        if (stats.type !== 'inbound-rtp' || !stats.estimatedPlayoutTimestamp) continue
        soundLag = stats.timestamp - (stats.estimatedPlayoutTimestamp - epochOfNtp)
      }
    }, 200)
    const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime, rtpTimestamp }) => {
      const at = performance.timeOrigin + expectedDisplayTime
      if (rtpTimestamp !== undefined && soundLag !== null && decodedLag !== null) {
        samples.push({ at, pictureLag: lag(at, rtpTimestamp, 90), soundLag, decodedLag })
      }
      video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
    Object.assign(window, { lipWatch: { samples } satisfies Watch })
  }, selector)
}

export async function readLips(page: Page): Promise<readonly LipSample[]> {
  return page.evaluate(() => (window as unknown as { lipWatch: Watch }).lipWatch.samples)
}
