import type { Browser, BrowserContext, Page } from 'playwright-core'

type Options = {
  /** Where the page is opened; else in a context of its own. */
  readonly context?: BrowserContext
  /** The client offers, as any WHEP client does; `server`: as our own player, it posts nothing. */
  readonly offers?: 'client' | 'server'
}

/**
 * A page that is nothing but a WHEP client as the draft describes it: it offers, and plays what is answered. What our
 * own player makes good is to be seen here.
 */
export async function openWhepPage(
  browser: Browser,
  site: string,
  slug: string,
  { context, offers = 'client' }: Options = {},
): Promise<Page> {
  const page = await (context ?? (await browser.newContext({ bypassCSP: true }))).newPage()
  await page.goto(`${site}/livez`)
  await page.setContent('<video data-testid="video" muted playsinline autoplay></video>')
  await joinByWhep(page, slug, offers)
  return page
}

/** Resolves when the first picture is shown, with the milliseconds that it took. */
export async function joinByWhep(
  page: Page,
  slug: string,
  offers: Options['offers'] = 'client',
): Promise<number> {
  return page.evaluate(
    async ([slug, offers]) => {
      const began = performance.now()
      const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
      if (!video) throw new Error('there is no video')
      const connection = new RTCPeerConnection()
      const stream = new MediaStream()
      connection.ontrack = ({ track }) => stream.addTrack(track)
      const send = async (url: string, method: 'POST' | 'PATCH', body: string) => {
        const answer = await fetch(url, { method, headers: { 'content-type': 'application/sdp' }, body })
        if (!answer.ok) throw new Error(`WHEP answers ${answer.status}: ${await answer.text()}`)
        return { sdp: await answer.text(), resource: answer.headers.get('location') ?? '' }
      }
      const shown = new Promise<number>(resolve => video.requestVideoFrameCallback(resolve))
      video.srcObject = stream
      if (offers === 'client') {
        connection.addTransceiver('video', { direction: 'recvonly' })
        connection.addTransceiver('audio', { direction: 'recvonly' })
        await connection.setLocalDescription()
      }
      const { sdp, resource } = await send(`/whep/${slug}`, 'POST', connection.localDescription?.sdp ?? '')
      await connection.setRemoteDescription({ type: offers === 'client' ? 'answer' : 'offer', sdp })
      if (offers === 'server') {
        await connection.setLocalDescription()
        await send(resource, 'PATCH', connection.localDescription?.sdp ?? '')
      }
      await shown
      Object.assign(window, { whep: { connection, stream, resource } })
      return performance.now() - began
    },
    [slug, offers] as const,
  )
}

/** Ends the session as a client should. */
export async function leaveWhep(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { whep } = window as unknown as {
      whep: { connection: RTCPeerConnection; resource: string }
    }
    const answer = await fetch(whep.resource, { method: 'DELETE' })
    whep.connection.close()
    return answer.status
  })
}

/** What the browser says of the picture that it receives (webrtc-stats, RTCInboundRtpStreamStats). */
export async function pictureStats(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const { whep } = window as unknown as { whep: { connection: RTCPeerConnection } }
    const all = [...(await whep.connection.getStats()).values()]
    return all.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {}
  })
}

/** The transport of the pair that is in use, as the server is reached. */
export async function selectedProtocol(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const { whep } = window as unknown as { whep: { connection: RTCPeerConnection } }
    const all = [...(await whep.connection.getStats()).values()]
    const transport = all.find(({ type }) => type === 'transport')
    const pair = all.find(({ id }) => id === transport?.selectedCandidatePairId)
    return all.find(({ id }) => id === pair?.localCandidateId)?.protocol
  })
}
