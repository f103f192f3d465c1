import type { Page } from 'playwright-core'

/** What a viewer sees in the player's place at one time (`performance.now()` of the page). */
export type Look = {
  readonly at: number
  /** Red, green, blue of the middle; null: there is no picture. */
  readonly colour: readonly [number, number, number] | null
  readonly still: boolean
}

/** Begins to look, as often as the page is painted, at the video and at a still that lies over it. */
export async function watchScreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
    const context = canvas.getContext('2d', { willReadFrequently: true })
    const looks: Look[] = []
    const look = (at: number): void => {
      requestAnimationFrame(look)
      const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
      const still = document.querySelector<HTMLCanvasElement>('[data-testid=still]')
      if (context === null || video === null) return
      context.clearRect(0, 0, 1, 1)
      const { width, height } = still ?? { width: video.videoWidth, height: video.videoHeight }
      context.drawImage(still ?? video, width / 2 - 1, height / 2 - 1, 2, 2, 0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data
      looks.push({ at, colour: alpha === 0 ? null : [red, green, blue], still: still !== null })
    }
    requestAnimationFrame(look)
    Object.assign(window, { screenLooks: looks })
  })
}

export async function readScreen(page: Page): Promise<readonly Look[]> {
  return page.evaluate(() => (window as unknown as { screenLooks: Look[] }).screenLooks)
}
