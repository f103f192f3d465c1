import type { Browser, BrowserContext, Page } from 'playwright-core'
import { clockBits } from './clock-code.ts'

export type WhipPageOptions = {
  readonly site: string
  readonly slug: string
  readonly key: string
  readonly size?: readonly [width: number, height: number]
  readonly rate?: number
  readonly codec?: 'video/H264' | 'video/VP8'
  readonly sound?: boolean
  /** Where the page is opened; else in a context of its own. */
  readonly context?: BrowserContext
}

/**
 * A browser that sends, by WHIP, a picture which shows the wall clock (clock-watch.ts reads it) and flashes at the
 * bottom with a beep each second (sync-watch.ts). Resolves when it is connected.
 */
export async function openWhipPage(browser: Browser, options: WhipPageOptions): Promise<Page> {
  const { context, ...rest } = options
  const page = await (context ?? (await browser.newContext({ bypassCSP: true }))).newPage()
  await page.goto(`${options.site}/livez`)
  await page.evaluate(
    async ({ slug, key, size = [640, 360], rate = 30, codec = 'video/H264', sound = true, clockBits }) => {
      const [width, height] = size
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      document.body.replaceChildren(canvas)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('there is no canvas')
      const audio = new AudioContext({ sampleRate: 48_000 })
      const tone = audio.createOscillator()
      const gate = audio.createGain()
      const out = audio.createMediaStreamDestination()
      gate.gain.value = 0
      tone.frequency.value = 1000
      tone.connect(gate).connect(out)
      tone.start()
      await audio.resume()
      let beep = Math.ceil(audio.currentTime) + 1
      const side = width / 16
      const draw = () => {
        const time = Date.now() % 2 ** clockBits
        const bits = Array.from(
          { length: clockBits },
          (_, n) => Math.floor(time / 2 ** (clockBits - 1 - n)) % 2 === 1,
        )
        const sum = bits.reduce((total, bit, n) => (bit ? total + n + 1 : total), 0) % 16
        const blocks = [...bits, ...[8, 4, 2, 1].map(bit => (sum & bit) !== 0)]
        context.fillStyle = '#141414'
        context.fillRect(0, 0, width, height)
        context.fillStyle = '#6e6e6e'
        for (const [n, on] of blocks.entries()) {
          if (on) context.fillRect((n % 16) * side, n < 16 ? 0 : side, side, side)
        }
        // The sound is given to the encoder as it is made: the flash belongs to the time that is heard now.
        const now = audio.currentTime
        if (now > beep - 0.5) {
          gate.gain.setValueAtTime(0.5, beep)
          gate.gain.setValueAtTime(0, beep + 0.1)
          beep += 1
        }
        const inBeep = now % 1 < 0.1
        context.fillStyle = inBeep ? '#ffffff' : '#000000'
        context.fillRect(0, height - side, width, side)
      }
      setInterval(draw, 1000 / rate)
      const stream = canvas.captureStream(rate)
      const connection = new RTCPeerConnection()
      const [picture] = stream.getVideoTracks()
      const [heard] = out.stream.getAudioTracks()
      if (!picture || !heard) throw new Error('there is nothing to send')
      const sender = connection.addTransceiver(picture, { direction: 'sendonly' })
      const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
      sender.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === codec || /rtx/.test(mimeType)))
      if (sound) connection.addTransceiver(heard, { direction: 'sendonly' })
      await connection.setLocalDescription()
      const answer = await fetch(`/whip/${slug}`, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
        body: connection.localDescription?.sdp ?? '',
      })
      const sdp = await answer.text()
      if (answer.status !== 201) throw new Error(`WHIP answers ${answer.status}: ${sdp}`)
      await connection.setRemoteDescription({ type: 'answer', sdp })
      const parameters = sender.sender.getParameters()
      for (const encoding of parameters.encodings) encoding.maxBitrate = 2_500_000
      await sender.sender.setParameters(parameters)
      await new Promise<void>((resolve, reject) => {
        connection.onconnectionstatechange = () => {
          if (connection.connectionState === 'connected') resolve()
          if (connection.connectionState === 'failed') reject(new Error('WHIP cannot connect'))
        }
        if (connection.connectionState === 'connected') resolve()
      })
      Object.assign(window, { whip: { connection, key, resource: answer.headers.get('location') } })
    },
    { ...rest, clockBits },
  )
  return page
}

/** The host presses stop. Resolves to the status of DELETE. */
export async function stopWhip(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { whip } = window as unknown as {
      whip: { connection: RTCPeerConnection; key: string; resource: string }
    }
    const headers = { authorization: `Bearer ${whip.key}` }
    const answer = await fetch(whip.resource, { method: 'DELETE', headers })
    whip.connection.close()
    return answer.status
  })
}
