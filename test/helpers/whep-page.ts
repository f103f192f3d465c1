import type { Browser, Page } from 'playwright-core'

/**
 * A page that is nothing but a WHEP client as the draft describes it: it offers, and plays what is answered. What our
 * own player makes good is to be seen here.
 */
export async function openWhepPage(browser: Browser, site: string, slug: string): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.goto(`${site}/livez`)
  await page.setContent('<video data-testid="video" muted playsinline autoplay></video>')
  await joinByWhep(page, slug)
  return page
}

/** Resolves when the first picture is shown, with the milliseconds that it took. */
export async function joinByWhep(page: Page, slug: string): Promise<number> {
  return page.evaluate(async slug => {
    const began = performance.now()
    const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
    if (!video) throw new Error('there is no video')
    const connection = new RTCPeerConnection()
    const stream = new MediaStream()
    connection.ontrack = ({ track }) => stream.addTrack(track)
    connection.addTransceiver('video', { direction: 'recvonly' })
    connection.addTransceiver('audio', { direction: 'recvonly' })
    await connection.setLocalDescription()
    const answer = await fetch(`/whep/${slug}`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: connection.localDescription?.sdp ?? '',
    })
    const sdp = await answer.text()
    if (answer.status !== 201) throw new Error(`WHEP answers ${answer.status}: ${sdp}`)
    const shown = new Promise<number>(resolve => video.requestVideoFrameCallback(resolve))
    video.srcObject = stream
    await connection.setRemoteDescription({ type: 'answer', sdp })
    await shown
    Object.assign(window, { whep: { connection, stream, resource: answer.headers.get('location') } })
    return performance.now() - began
  }, slug)
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
