import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { joinByWhep, leaveWhep, openWhepPage } from '../test/helpers/whep-page.ts'

/** Not always at the same distance from a keyframe. Milliseconds. */
const pause = (): Promise<void> => sleep(200 + Math.random() * 1000)

/** Milliseconds from a client's first step, the making of its offer, to its first picture. */
export async function joinsByWhep(browser: Browser, site: string, count: number): Promise<number[]> {
  const page = await openWhepPage(browser, site, 'a')
  const times: number[] = []
  while (times.length < count) {
    await leaveWhep(page)
    await pause()
    times.push(await joinByWhep(page, 'a'))
  }
  await page.context().close()
  return times
}

type First = { readonly at: number; readonly byWebRtc: boolean }

/** Milliseconds from the navigation to the watch page, with nothing cached, to its first picture by WebRTC. */
export async function joinsByPage(browser: Browser, site: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.addInitScript(() => {
      const seen = new WeakSet()
      new MutationObserver(() => {
        const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
        if (!video || seen.has(video)) return
        seen.add(video)
        video.requestVideoFrameCallback(() => {
          const first: First = { at: performance.now(), byWebRtc: video.srcObject !== null }
          Object.assign(window, { first })
        })
      }).observe(document, { childList: true, subtree: true })
    })
    await page.goto(`${site}/r/a`, { waitUntil: 'commit' })
    const handle = await page.waitForFunction(() => (window as unknown as { first?: First }).first)
    const first = await handle.jsonValue()
    if (first?.byWebRtc) times.push(first.at)
    await context.close()
    await pause()
  }
  return times
}
