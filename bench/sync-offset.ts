import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { readSync, skews, watchSync } from '../test/helpers/sync-watch.ts'
import { percentile } from './figures.ts'

const seconds = 15

/**
 * What sync-watch.ts finds where nothing is wrong: flashes and beeps that are made in a page at the same time and
 * played in it, without a codec or a network. Milliseconds by which sound seems late.
 */
export async function syncOffset(browser: Browser, site: string): Promise<number> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.goto(`${site}/livez`)
  await page.setContent('<video data-testid="video" muted playsinline autoplay></video>')
  await page.evaluate(async () => {
    const video = document.querySelector('video')
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
    const paint = canvas.getContext('2d')
    if (!video || !paint) throw new Error('there is nothing to paint on')
    const audio = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' })
    const [tone, gate, out] = [
      audio.createOscillator(),
      audio.createGain(),
      audio.createMediaStreamDestination(),
    ]
    gate.gain.value = 0
    tone.frequency.value = 1000
    tone.connect(gate).connect(out)
    tone.start()
    await audio.resume()
    const stream = canvas.captureStream()
    video.srcObject = new MediaStream([...stream.getVideoTracks(), ...out.stream.getAudioTracks()])
    let beep = Math.ceil(audio.currentTime) + 1
    gate.gain.setValueAtTime(0.5, beep)
    gate.gain.setValueAtTime(0, beep + 0.1)
    setInterval(() => {
      const now = audio.currentTime
      paint.fillStyle = now >= beep && now < beep + 0.1 ? '#ffffff' : '#000000'
      paint.fillRect(0, 320, 640, 40)
      if (now < beep + 0.5) return
      beep += 1
      gate.gain.setValueAtTime(0.5, beep)
      gate.gain.setValueAtTime(0, beep + 0.1)
    }, 4)
  })
  await watchSync(page)
  await sleep(seconds * 1000)
  const found = skews(await readSync(page))
  await context.close()
  return percentile(found, 0.5)
}
