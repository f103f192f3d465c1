import type { Page } from 'playwright-core'
import { clockBits } from './clock-code.ts'

/** One frame on the screen: page time, and how old its picture was, in milliseconds. */
export type Shown = { readonly at: number; readonly ageMs: number }

/** Begins to read the clock out of every frame that the page's video shows. */
export async function watchClock(page: Page, selector = '[data-testid=video]'): Promise<void> {
  await page.evaluate(
    ({ selector, clockBits }) => {
      const video = document.querySelector<HTMLVideoElement>(selector)
      const canvas = document.createElement('canvas')
      const context = canvas.getContext('2d', { willReadFrequently: true })
      if (video === null || context === null) throw new Error('there is nothing to watch')
      const shown: Shown[] = []
      const waits: number[] = []
      canvas.width = 320
      canvas.height = 40
      const read = (): number | null => {
        // The two rows of blocks, each a sixteenth of the width: 20 pixels here.
        const side = video.videoWidth / 16
        context.drawImage(video, 0, 0, video.videoWidth, side * 2, 0, 0, 320, 40)
        const { data } = context.getImageData(0, 0, 320, 40)
        const bits = Array.from({ length: 32 }, (_, n) => {
          const x = (n % 16) * 20 + 10
          const y = n < 16 ? 10 : 30
          return (data[(y * 320 + x) * 4] ?? 0) > 65 ? 1 : 0
        })
        const sum = bits.slice(0, clockBits).reduce<number>((total, bit, n) => total + bit * (n + 1), 0) % 16
        const check = bits.slice(clockBits).reduce<number>((value, bit) => value * 2 + bit, 0)
        return sum === check && sum > 0
          ? bits.slice(0, clockBits).reduce<number>((value, bit) => value * 2 + bit, 0)
          : null
      }
      const look = (): void => {
        const time = read()
        const now = Date.now() % 2 ** clockBits
        if (time !== null) shown.push({ at: performance.now(), ageMs: now - time })
        video.requestVideoFrameCallback(look)
      }
      video.requestVideoFrameCallback(look)
      video.addEventListener('waiting', () => waits.push(performance.now()))
      Object.assign(window, { clockWatch: { shown, waits } })
    },
    { selector, clockBits },
  )
}

/** What was shown since `watchClock`, and when the picture had to wait for data. */
export async function readClock(
  page: Page,
): Promise<{ readonly shown: readonly Shown[]; readonly waits: readonly number[] }> {
  return page.evaluate(
    () => (window as unknown as { clockWatch: { shown: Shown[]; waits: number[] } }).clockWatch,
  )
}

/** Milliseconds: the longest time between two pictures. */
export function longestGap(shown: readonly Shown[]): number {
  return shown.reduce((longest, { at }, n) => Math.max(longest, at - (shown[n - 1]?.at ?? at)), 0)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
