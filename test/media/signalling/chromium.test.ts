import t from 'tap'
import { launchChromium } from '../../helpers/chromium.ts'
import { streamKey } from '../../helpers/signalling-site.ts'
import { serveRtc } from '../../helpers/webrtc-check/sfu-site.ts'

t.setTimeout(90_000)

t.test('Chromium sends three layers by WHIP, and watches by its own offer and by ours', async t => {
  t.setTimeout(80_000)
  const { site, signalling } = await serveRtc(t)
  const browser = await launchChromium(t)
  const page = await browser.newPage()
  // Any page of the site will do: what is wanted is its origin.
  await page.goto(`${site}/nothing`)
  const found = await page.evaluate(
    async ({ site, streamKey }) => {
      const type = 'application/sdp'
      const until = async (look: () => Promise<boolean>) => {
        const deadline = Date.now() + 20_000
        while (!(await look())) {
          if (Date.now() > deadline) return false
          await new Promise(resolve => setTimeout(resolve, 50))
        }
        return true
      }
      const stats = async (connection: RTCPeerConnection, wanted: string) =>
        [...(await connection.getStats()).values()].filter(
          entry => entry.type === wanted && entry.kind === 'video',
        )
      const decodes = (connection: RTCPeerConnection) =>
        until(async () => (await stats(connection, 'inbound-rtp')).some(entry => entry.framesDecoded > 5))

      const host = new RTCPeerConnection()
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
      const context = canvas.getContext('2d')
      setInterval(() => {
        if (!context) return
        context.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`
        context.fillRect(0, 0, 640, 360)
      }, 50)
      host.addTransceiver(canvas.captureStream(20).getVideoTracks()[0] ?? 'video', {
        direction: 'sendonly',
        sendEncodings: [
          { rid: 'q', scaleResolutionDownBy: 4 },
          { rid: 'h', scaleResolutionDownBy: 2 },
          { rid: 'f' },
        ],
      })
      await host.setLocalDescription()
      const posted = await fetch(`${site}/whip/tea`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${streamKey}` },
        body: host.localDescription?.sdp ?? '',
      })
      await host.setRemoteDescription({ type: 'answer', sdp: await posted.text() })
      const layers = await until(async () => {
        const sent = await stats(host, 'outbound-rtp')
        return sent.length === 3 && sent.some(entry => entry.framesEncoded > 5 && entry.packetsSent > 5)
      })
      const [sent] = await stats(host, 'outbound-rtp')
      const codec = sent && (await host.getStats()).get(sent.codecId)?.mimeType

      const own = new RTCPeerConnection()
      for (const kind of ['audio', 'video']) own.addTransceiver(kind, { direction: 'recvonly' })
      await own.setLocalDescription()
      const answered = await fetch(`${site}/whep/tea`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: own.localDescription?.sdp ?? '',
      })
      await own.setRemoteDescription({ type: 'answer', sdp: await answered.text() })

      const ours = new RTCPeerConnection()
      const offered = await fetch(`${site}/whep/tea`, { method: 'POST' })
      await ours.setRemoteDescription({ type: 'offer', sdp: await offered.text() })
      await ours.setLocalDescription()
      const taken = await fetch(new URL(offered.headers.get('location') ?? '', site), {
        method: 'PATCH',
        headers: { 'content-type': type },
        body: ours.localDescription?.sdp ?? '',
      })
      const watched = [await decodes(own), await decodes(ours)]
      const statuses = [posted.status, answered.status, offered.status, taken.status]
      return { statuses, layers, codec, watched }
    },
    { site, streamKey },
  )
  t.same(found, { statuses: [201, 201, 201, 204], layers: true, codec: 'video/H264', watched: [true, true] })
  t.same([signalling.hosts, signalling.viewers], [1, 2])
})
