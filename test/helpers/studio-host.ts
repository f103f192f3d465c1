import path from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { clockBits } from './clock-code.ts'

export type StudioHostOptions = { readonly site: string; readonly slug: string; readonly key: string }

const client = path.join(import.meta.dirname, '../../public/studio/camera/whip-client.ts')

/**
 * A page that goes live as the studio does, with the studio's own WHIP client, but whose picture shows the wall clock
 * (clock-watch.ts reads it). Resolves when it is live.
 */
export async function openStudioHost(browser: Browser, options: StudioHostOptions): Promise<Page> {
  const bundle = await build({
    entryPoints: [client],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'studio',
    target: 'es2022',
  })
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await recordConnections(page)
  await page.goto(`${options.site}/livez`)
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
  await page.evaluate(
    async ({ slug, key, clockBits }) => {
      const [width, height] = [640, 360]
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width, height })
      document.body.replaceChildren(canvas)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('there is no canvas')
      const side = width / 16
      const draw = () => {
        const time = Date.now() % 2 ** clockBits
        const bits = Array.from(
          { length: clockBits },
          (_, n) => Math.floor(time / 2 ** (clockBits - 1 - n)) % 2,
        )
        const sum = bits.reduce((total, bit, n) => total + bit * (n + 1), 0) % 16
        const blocks = [...bits, ...[8, 4, 2, 1].map(bit => Number((sum & bit) !== 0))]
        context.fillStyle = '#141414'
        context.fillRect(0, 0, width, height)
        context.fillStyle = '#6e6e6e'
        for (const [n, on] of blocks.entries()) {
          if (on) context.fillRect((n % 16) * side, n < 16 ? 0 : side, side, side)
        }
      }
      setInterval(draw, 40)
      const audio = new AudioContext({ sampleRate: 48_000 })
      const tone = audio.createOscillator()
      const out = audio.createMediaStreamDestination()
      tone.connect(out)
      tone.start()
      const [video] = canvas.captureStream(25).getVideoTracks()
      const [sound] = out.stream.getAudioTracks()
      if (!video || !sound) throw new Error('there is nothing to send')
      const { studio } = window as unknown as {
        studio: typeof import('../../public/studio/camera/whip-client.ts')
      }
      const changes: { at: number; name: string }[] = []
      await new Promise<void>(resolve => {
        const client = new studio.WhipClient({
          endpoint: async () => ({ url: `/whip/${slug}`, token: key }),
          room: async signal => (await fetch(`/api/v1/rooms/${slug}`, { signal })).json(),
          tracks: () => ({ video, audio: sound }),
          onChange({ name }) {
            changes.push({ at: Date.now(), name })
            if (name === 'live') resolve()
          },
        })
        Object.assign(window, { studioHost: { client, changes } })
        client.begin()
      })
    },
    { ...options, clockBits },
  )
  return page
}

/** What the client said of itself, and when (epoch milliseconds). */
export async function hostChanges(page: Page): Promise<readonly { at: number; name: string }[]> {
  return page.evaluate(
    () =>
      (window as unknown as { studioHost: { changes: { at: number; name: string }[] } }).studioHost.changes,
  )
}

/** Presses stop. */
export async function stopStudioHost(page: Page): Promise<void> {
  await page.evaluate(() =>
    (window as unknown as { studioHost: { client: { stop(): void } } }).studioHost.client.stop(),
  )
}

/** Before the page is loaded: `remotePorts` can tell then what it is connected to. */
export async function recordConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = []
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        connections.push(this)
      }
    }
    Object.assign(window, { connections })
  })
}

/** The server's ports of all WebRTC connections that the page has not closed. */
export async function remotePorts(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const open = connections.filter(({ connectionState }) => connectionState !== 'closed')
    const stats = await Promise.all(open.map(connection => connection.getStats()))
    return stats.flatMap(report => {
      const all = [...report.values()]
      return all
        .filter(({ type, nominated }) => type === 'candidate-pair' && nominated)
        .map(({ remoteCandidateId }) => Number(report.get(remoteCandidateId)?.port))
    })
  })
}
