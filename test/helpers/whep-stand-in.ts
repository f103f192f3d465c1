import { type Browser, chromium, type Page, type Route } from 'playwright-core'
import type { Test } from 'tap'
import { chromiumOptions } from './chromium.ts'

/** Chromium in which pages find one another by WebRTC: by addresses, not by names of mDNS. */
export async function launchForRtc(t: Test): Promise<Browser> {
  const args = [...chromiumOptions.args, '--disable-features=WebRtcHideLocalIpsWithMdns']
  const browser = await chromium.launch({ ...chromiumOptions, args })
  t.teardown(() => browser.close())
  return browser
}

/**
 * A WHEP server that fails on demand: a page that sends a green picture (H.264, Opus) by real WebRTC to pages whose
 * calls to /whep/ it answers.
 */
export class WhepStandIn {
  /** How many sessions were made, and which of them are open still. */
  made = 0
  readonly open = new Set<number>()
  /** Answers the next calls with this instead; null: sessions. */
  refusal: { readonly status: number; readonly retryAfter?: number } | null = null
  /** New sessions bring no picture. */
  dark = false
  readonly #page: Page

  private constructor(page: Page) {
    this.#page = page
  }

  static async start(browser: Browser): Promise<WhepStandIn> {
    const page = await browser.newPage()
    await page.goto('about:blank')
    await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 426 })
      const context = canvas.getContext('2d')
      let turn = 0
      setInterval(() => {
        if (context === null) return
        turn += 1
        context.fillStyle = '#00c000'
        context.fillRect(0, 0, 240, 426)
        context.fillStyle = '#00a000'
        context.fillRect(20, (turn * 4) % 400, 200, 20)
      }, 40)
      const sound = new AudioContext()
      const tone = sound.createOscillator()
      const out = sound.createMediaStreamDestination()
      tone.connect(out)
      tone.start()
      const stream = canvas.captureStream(25)
      const sessions = new Map<number, RTCPeerConnection>()
      const standIn = {
        async offer(id: number, dark: boolean): Promise<string> {
          const connection = new RTCPeerConnection()
          sessions.set(id, connection)
          const track = stream.getVideoTracks()[0]
          const video = connection.addTransceiver('video', { direction: 'sendonly', streams: [stream] })
          const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
          video.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === 'video/H264'))
          if (!dark && track) await video.sender.replaceTrack(track)
          const tones = out.stream.getAudioTracks()[0] ?? 'audio'
          connection.addTransceiver(tones, { direction: 'sendonly', streams: [stream] })
          await connection.setLocalDescription()
          while (connection.iceGatheringState !== 'complete') {
            await new Promise(resolve => {
              connection.onicegatheringstatechange = resolve
            })
          }
          return connection.localDescription?.sdp ?? ''
        },
        accept: (id: number, sdp: string) => sessions.get(id)?.setRemoteDescription({ type: 'answer', sdp }),
        close: (id: number) => sessions.get(id)?.close(),
        async darken(dark: boolean): Promise<void> {
          for (const connection of sessions.values()) {
            const sender = connection.getSenders()[0]
            const track = dark ? null : (stream.getVideoTracks()[0] ?? null)
            if (connection.connectionState !== 'closed') await sender?.replaceTrack(track)
          }
        },
      }
      Object.assign(window, { standIn })
    })
    return new WhepStandIn(page)
  }

  /** Answers this page's calls. */
  async serve(page: Page): Promise<void> {
    await page.route('**/whep/**', route => this.#answer(route))
  }

  /** The sessions that are open have a picture, or none. */
  async darken(dark: boolean): Promise<void> {
    await this.#call('darken', dark)
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const id = Number(/\/whep\/[^/]+\/(\d+)$/.exec(request.url())?.[1] ?? 0)
    if (request.method() === 'DELETE') {
      this.open.delete(id)
      await this.#call('close', id)
      await route.fulfill({ status: 200, body: '' })
    } else if (request.method() === 'PATCH') {
      await this.#call('accept', id, request.postData() ?? '')
      await route.fulfill({ status: 204, body: '' })
    } else if (this.refusal !== null) {
      const { status, retryAfter } = this.refusal
      const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
      await route.fulfill({ status, headers, body: '' })
    } else {
      this.made += 1
      const made = this.made
      this.open.add(made)
      const sdp = await this.#call('offer', made, this.dark)
      const headers = { 'content-type': 'application/sdp', location: `${request.url()}/${made}`, etag: '"1"' }
      await route.fulfill({ status: 201, headers, body: String(sdp) })
    }
  }

  #call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#page.evaluate(
      ({ method, args }) => {
        const { standIn } = window as unknown as {
          standIn: Record<string, (...args: readonly unknown[]) => unknown>
        }
        return standIn[method]?.(...args)
      },
      { method, args },
    )
  }
}
