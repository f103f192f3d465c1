import type { Page } from 'playwright-core'

/** When the foot of the picture became bright, and when a beep began; milliseconds of the page's clock. */
export type Seen = { readonly flashes: readonly number[]; readonly beeps: readonly number[] }

/** Begins to look for flashes and listen for beeps in what the page's video plays. The page's CSP must be bypassed. */
export async function watchSync(page: Page, selector = '[data-testid=video]'): Promise<void> {
  await page.evaluate(async selector => {
    const video = document.querySelector<HTMLVideoElement>(selector)
    const canvas = document.createElement('canvas')
    canvas.width = 16
    canvas.height = 4
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!video || !context || !(video.srcObject instanceof MediaStream))
      throw new Error('there is nothing to watch')
    const seen = { flashes: [] as number[], beeps: [] as number[] }
    let bright = false
    const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
      const foot = video.videoHeight - video.videoWidth / 16
      context.drawImage(video, 0, foot, video.videoWidth, video.videoWidth / 16, 0, 0, 16, 4)
      const { data } = context.getImageData(0, 0, 16, 4)
      const is = (data[(2 * 16 + 8) * 4] ?? 0) > 128
      if (is && !bright) seen.flashes.push(expectedDisplayTime)
      bright = is
      video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)

    const audio = new AudioContext({ latencyHint: 'interactive' })
    await audio.resume()
    const source = audio.createMediaStreamSource(new MediaStream(video.srcObject.getAudioTracks()))
    // Deprecated, and the one that needs no module of its own.
    const listener = audio.createScriptProcessor(256, 1, 1)
    let loud = false
    let quietFor = 0
    listener.onaudioprocess = ({ inputBuffer, playbackTime }) => {
      const samples = inputBuffer.getChannelData(0)
      const { contextTime = 0, performanceTime = 0 } = audio.getOutputTimestamp()
      for (const [n, sample] of samples.entries()) {
        if (Math.abs(sample) > 0.1) {
          if (!loud) {
            const at = playbackTime + n / audio.sampleRate
            seen.beeps.push(performanceTime + (at - contextTime) * 1000)
          }
          loud = true
          quietFor = 0
        } else if (++quietFor > audio.sampleRate / 20) loud = false
      }
    }
    source.connect(listener).connect(audio.destination)
    Object.assign(window, { syncWatch: seen, syncAudio: audio })
  }, selector)
}

export async function readSync(page: Page): Promise<Seen> {
  return page.evaluate(() => (window as unknown as { syncWatch: Seen }).syncWatch)
}

/** For each flash, how much later its beep was heard (minus: earlier). Milliseconds. */
export function skews({ flashes, beeps }: Seen): number[] {
  return flashes.flatMap(flash => {
    const nearest = beeps.toSorted((a, b) => Math.abs(a - flash) - Math.abs(b - flash))[0]
    return nearest === undefined || Math.abs(nearest - flash) > 450 ? [] : [nearest - flash]
  })
}
