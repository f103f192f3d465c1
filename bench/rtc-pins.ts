import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { openWhepPage } from '../test/helpers/whep-page.ts'
import type { Rect, RtcRoom } from './rtc-room.ts'

/** A picture of the page's: epoch milliseconds when it was shown and when it was captured. */
type Picture = { readonly at: number; readonly capturedAt: number; readonly card: boolean }

/**
 * Pins again and again. For each, milliseconds from the call's answer to when a plain WHEP page shows the first picture
 * with the card, and to when that picture was captured.
 */
export async function measurePins(
  browser: Browser,
  room: RtcRoom,
  count: number,
): Promise<{ readonly shown: number[]; readonly captured: number[] }> {
  const rect = await room.pin()
  await room.unpin()
  const page = await openWhepPage(browser, room.server.site, 'a')
  // Right of the price, where the card is plain paper.
  const spot: Rect = {
    x: rect.x + rect.width * 0.45,
    y: rect.y + rect.height * 0.08,
    width: rect.width * 0.2,
    height: rect.height * 0.06,
  }
  await page.evaluate(spot => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext(
      '2d',
      {
        willReadFrequently: true,
      },
    )
    if (!video || !context) throw new Error('there is nothing to watch')
    const pictures: Picture[] = []
    const look: VideoFrameRequestCallback = (_now, { rtpTimestamp = 0 }) => {
      const [width, height] = [video.videoWidth, video.videoHeight]
      const area = [spot.x * width, spot.y * height, spot.width * width, spot.height * height] as const
      context.drawImage(video, ...area, 0, 0, 1, 1)
      const [, green = 0] = context.getImageData(0, 0, 1, 1).data
      const at = Date.now()
      const age = (((at * 90 - rtpTimestamp) % 2 ** 32) + 2 ** 32) % 2 ** 32
      pictures.push({ at, capturedAt: at - age / 90, card: green > 160 })
      video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
    Object.assign(window, { pictures })
  }, spot)
  await sleep(5000)
  const answered: number[] = []
  for (let n = 0; n < count; n++) {
    await room.pin()
    answered.push(Date.now())
    await sleep(700 + Math.random() * 300)
    await room.unpin()
    await sleep(700 + Math.random() * 300)
  }
  const pictures = await page.evaluate(() => (window as unknown as { pictures: Picture[] }).pictures)
  await page.context().close()
  const firsts = answered.flatMap((at, n) => {
    const until = answered[n + 1] ?? Number.POSITIVE_INFINITY
    const first = pictures.find(
      (picture, index) =>
        picture.card && !(pictures[index - 1]?.card ?? true) && picture.at >= at - 100 && picture.at < until,
    )
    return first ? [{ shown: first.at - at, captured: first.capturedAt - at }] : []
  })
  return { shown: firsts.map(({ shown }) => shown), captured: firsts.map(({ captured }) => captured) }
}
