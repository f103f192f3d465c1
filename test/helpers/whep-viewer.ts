// whep-viewer.ts <url of WHEP>: a viewer in a process of its own, that a test can kill. Says `connected`.
import { RtcClient } from './webrtc-check/rtc-client.ts'

const client = RtcClient.open('recvonly')
const answer = await fetch(process.argv[2] ?? '', {
  method: 'POST',
  headers: { 'content-type': 'application/sdp' },
  body: await client.offer(),
})
process.stdout.write((await client.connect(await answer.text())) ? 'connected\n' : 'not connected\n')
