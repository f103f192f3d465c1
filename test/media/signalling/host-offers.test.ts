import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { AppError } from '../../../src/errors.ts'
import { readDescription } from '../../../src/media/signalling/description.ts'
import { hostMedia } from '../../../src/media/signalling/host-media.ts'
import { hostAnswer } from '../../../src/media/signalling/written-sdp.ts'
import { PaperSession } from '../../helpers/paper-sfu.ts'

const folder = join(import.meta.dirname, '../../fixtures/whip')
const fixture = (name: string) => readFile(join(folder, `${name}.sdp`))
const sectionsOf = (sdp: string) => sdp.split('\r\nm=').slice(1)

async function negotiate(name: string) {
  const offer = readDescription(await fixture(name))
  const media = hostMedia(offer)
  return { offer, media, answer: hostAnswer(offer, media, new PaperSession()) }
}

const h264 = (payloadType: number) => ({
  payloadType,
  mimeType: 'video/H264',
  parameters: { 'packetization-mode': 1 },
})

for (const [name, video, layers] of [
  ['obs-30', h264(96), [null]],
  ['obs-31', h264(96), [null]],
  ['obs-32.0', h264(96), [null]],
  ['obs-32.1-1', h264(96), [null]],
  ['obs-32.1-2', h264(96), ['0', '1']],
  ['obs-32.1-3', h264(96), ['0', '1', '2']],
  ['chromium', h264(102), [null]],
  ['chromium-3', h264(102), ['q', 'h', 'f']],
  ['firefox', h264(126), [null]],
  ['firefox-3', h264(126), ['hi', 'mid', 'lo']],
  ['safari', h264(96), [null]],
  ['gstreamer', h264(96), [null]],
] as const) {
  t.test(`what ${name} offers is taken whole, and answered in its order`, async t => {
    const { offer, media, answer } = await negotiate(name)
    t.same(
      media.map(({ kind, mid }) => [kind, mid]),
      offer.sections.map(({ kind, mid }) => [kind, mid]),
    )
    const picture = media.find(({ kind }) => kind === 'video')
    t.match(picture?.codecs[0], video)
    t.same(
      picture?.encodings.map(({ rid }) => rid),
      layers,
    )
    t.match(media.find(({ kind }) => kind === 'audio')?.codecs, [{ mimeType: 'audio/opus', channels: 2 }])
    const sections = sectionsOf(answer)
    t.equal(sections.length, offer.sections.length)
    for (const [index, section] of sections.entries()) {
      t.match(section, new RegExp(`^${media[index]?.kind} 9 UDP/TLS/RTP/SAVPF`))
      for (const line of [
        `a=mid:${media[index]?.mid}`,
        'a=recvonly',
        'a=setup:passive',
        'a=rtcp-mux',
        'a=rtcp-mux-only',
        'a=rtcp-rsize',
        'a=ice-ufrag:local1',
        'a=candidate:udp 1 udp 1076302079 192.0.2.1 44400 typ host',
        'a=candidate:tcp 1 tcp 1076276479 192.0.2.1 44400 typ host tcptype passive',
        'a=end-of-candidates',
      ]) {
        t.ok(section.split('\r\n').includes(line), line)
      }
    }
    t.match(answer, /\r\na=ice-lite\r\n/)
    t.ok(answer.includes(`\r\na=group:BUNDLE ${media.map(({ mid }) => mid).join(' ')}\r\n`))
    if (layers.length > 1) {
      t.ok(answer.includes(`\r\na=simulcast:recv ${layers.join(';')}\r\n`), 'OBS counts the semicolons')
      for (const rid of layers) t.ok(answer.includes(`\r\na=rid:${rid} recv\r\n`))
    } else {
      t.notMatch(answer, /a=simulcast|a=rid/)
    }
  })
}

t.test('the ids and payload types are those of the offer', async t => {
  const { media, answer } = await negotiate('chromium-3')
  const [, video] = media
  t.match(video?.headerExtensions, [
    { uri: /abs-send-time$/, id: 2 },
    { uri: /transport-wide-cc/, id: 3 },
    { uri: /sdes:mid$/, id: 4 },
    { uri: /sdes:rtp-stream-id$/, id: 10 },
    { uri: /sdes:repaired-rtp-stream-id$/, id: 11 },
  ])
  t.equal(video?.headerExtensions.length, 5, 'not the orientation: the sender turns the picture itself')
  t.match(video?.codecs[1], { mimeType: 'video/rtx', payloadType: 103, parameters: { apt: 102 } })
  t.match(answer, /\r\na=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n/)
  t.match(answer, /\r\na=rtcp-fb:102 nack pli\r\n/)
  t.match(answer, /\r\na=rtcp-fb:102 transport-cc\r\n/)
  t.match(answer, /\r\na=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n/)
})

t.test('streams that are declared are known by their SSRC', async t => {
  const { media } = await negotiate('gstreamer')
  t.match(media, [
    { mid: 'video0', encodings: [{ ssrc: 2415063823, rtxSsrc: 1730502914 }], cname: /^user/ },
    { mid: 'audio1', encodings: [{ ssrc: 3390224811, rtxSsrc: null }] },
  ])
})

t.test('VP8 does where there is no H.264, and H.264 without cut pictures before it', async t => {
  const offer = (await fixture('chromium')).toString()
  const vp8 = offer.replaceAll('H264/90000', 'H266/90000')
  t.match(hostMedia(readDescription(Buffer.from(vp8)))[1]?.codecs, [
    { mimeType: 'video/VP8', payloadType: 96 },
    { mimeType: 'video/rtx', payloadType: 97 },
  ])
  const whole = offer.replaceAll('packetization-mode=1;', '')
  t.match(hostMedia(readDescription(Buffer.from(whole)))[1]?.codecs[0], {
    mimeType: 'video/H264',
    payloadType: 102,
  })
})

t.test('a profile that is all digits stays text', async t => {
  const offer = (await fixture('obs-31')).toString().replace('42e01f', '640032')
  const [, video] = hostMedia(readDescription(Buffer.from(offer)))
  t.equal(video?.codecs[0]?.parameters['profile-level-id'], '640032')
})

t.test('a channel of data is turned down, and the rest is taken', async t => {
  const offer = (await fixture('obs-31'))
    .toString()
    .replace('BUNDLE 0 1', 'BUNDLE 0 1 2')
    .concat(
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n',
    )
  const read = readDescription(Buffer.from(offer))
  const answer = hostAnswer(read, hostMedia(read), new PaperSession())
  t.match(sectionsOf(answer)[2], /^application 0 UDP\/DTLS\/SCTP webrtc-datachannel\r\n/)
  t.match(answer, /\r\na=group:BUNDLE 0 1\r\n/)
})

t.test(
  'an offer that cannot be taken whole is refused whole, and the message names what is wrong',
  async t => {
    const good = (await fixture('obs-32.1-2')).toString()
    const second = good.slice(good.indexOf('m=video')).replace('a=mid:1', 'a=mid:2')
    for (const [status, message, change] of [
      [400, /line 1/, (sdp: string) => sdp.slice(5)],
      [400, /no SDP/, () => ''],
      [400, /line 3 \('hello'\)/, (sdp: string) => sdp.replace('s=-', 'hello')],
      [400, /'o='/, (sdp: string) => sdp.replace(/o=.*\r\n/, '')],
      [400, /line \d+ \('m=video nine/, (sdp: string) => sdp.replace('m=video 9', 'm=video nine')],
      [400, /audio \(m-line 1\): 'a=mid'/, (sdp: string) => sdp.replace('a=mid:0\r\n', '')],
      [400, /two m-lines/, (sdp: string) => sdp.replace('a=mid:0', 'a=mid:1')],
      [400, /'a=ice-ufrag' is missing/, (sdp: string) => sdp.replace(/a=ice-ufrag.*\r\n/g, '')],
      [400, /'a=ice-ufrag' must/, (sdp: string) => sdp.replace(/a=ice-ufrag.*/g, 'a=ice-ufrag:a b')],
      [400, /'a=ice-pwd' is missing/, (sdp: string) => sdp.replace(/a=ice-pwd.*\r\n/g, '')],
      [400, /'a=ice-pwd' must/, (sdp: string) => sdp.replace(/a=ice-pwd.*/g, 'a=ice-pwd:short')],
      [422, /'a=fingerprint' is missing/, (sdp: string) => sdp.replace(/a=fingerprint.*\r\n/g, '')],
      [422, /'a=fingerprint' must be one of/, (sdp: string) => sdp.replace('sha-256', 'md5')],
      [
        400,
        /'a=fingerprint' must have 32/,
        (sdp: string) => sdp.replace(/(a=fingerprint.*):..\r\n/, '$1\r\n'),
      ],
      [422, /'a=setup' is missing/, (sdp: string) => sdp.replace(/a=setup.*\r\n/g, '')],
      [422, /'a=setup:passive'/, (sdp: string) => sdp.replaceAll('a=setup:actpass', 'a=setup:passive')],
      [422, /audio \(m-line 1\): 'a=rtcp-mux'/, (sdp: string) => sdp.replace('a=rtcp-mux\r\n', '')],
      [422, /'a=group:BUNDLE' is missing/, (sdp: string) => sdp.replace('a=group:BUNDLE 0 1\r\n', '')],
      [422, /video \(m-line 2\) is not in/, (sdp: string) => sdp.replace('BUNDLE 0 1', 'BUNDLE 0')],
      [
        422,
        /video \(m-line 2\): 'a=recvonly'/,
        (sdp: string) => sdp.replace(/(m=video[\s\S]*)a=sendonly/, '$1a=recvonly'),
      ],
      [422, /audio \(m-line 1\): 'a=inactive'/, (sdp: string) => sdp.replace('a=sendonly', 'a=inactive')],
      [422, /video \(m-line 2\): H\.264 or VP8 is needed, AV1 /, (sdp: string) => sdp.replace('H264', 'AV1')],
      [
        422,
        /audio \(m-line 1\): Opus is needed, PCMU/,
        (sdp: string) => sdp.replace('opus/48000/2', 'PCMU/8000'),
      ],
      [
        422,
        /more than one m-line of video/,
        (sdp: string) => sdp.replace('BUNDLE 0 1', 'BUNDLE 0 1 2') + second,
      ],
      [422, /no m-line of video/, (sdp: string) => sdp.slice(0, sdp.indexOf('m=video'))],
      [
        422,
        /video \(m-line 2\): 'RTP\/AVP'/,
        (sdp: string) => sdp.replace('m=video 9 UDP/TLS/RTP/SAVPF', 'm=video 9 RTP/AVP'),
      ],
      [422, /text \(m-line 1\)/, (sdp: string) => sdp.replace('m=audio', 'm=text')],
      [400, /names '1', 'a=rid' does not/, (sdp: string) => sdp.replace('a=rid:1 send\r\n', '')],
      [400, /names a layer twice/, (sdp: string) => sdp.replace('send 0;1', 'send 0;0')],
      [400, /'96x' is no payload type/, (sdp: string) => sdp.replace('SAVPF 96', 'SAVPF 96x')],
      [400, /'a=extmap:15'/, (sdp: string) => sdp.replace('a=extmap:1 ', 'a=extmap:15 ')],
      [400, /'a=extmap:2' has no id of its own/, (sdp: string) => sdp.replace('a=extmap:1 ', 'a=extmap:2 ')],
      [400, /longer than 2048/, (sdp: string) => `${sdp}a=x:${'y'.repeat(2100)}\r\n`],
      [400, /more than 2000 lines/, (sdp: string) => sdp + 'a=x\r\n'.repeat(2000)],
      [400, /more than 16 m-lines/, (sdp: string) => sdp + 'm=video 9 RTP/AVP 0\r\n'.repeat(16)],
      [400, /no text/, (sdp: string) => sdp.replace('s=-', 's=\u0000')],
    ] as const) {
      const changed = change(good)
      t.not(changed, good, String(message))
      try {
        hostMedia(readDescription(Buffer.from(changed)))
        t.fail(`taken in spite of: ${message}`)
      } catch (error) {
        t.ok(error instanceof AppError, String(error))
        t.match(error, { status, message })
      }
    }
  },
)

t.test('whatever is cut, doubled or twisted in an offer, it is taken or refused, and quickly', async t => {
  const good = await fixture('chromium-3')
  const lines = good.toString().split('\r\n')
  let seed = 1
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const began = performance.now()
  for (let round = 0; round < 1500; round++) {
    const twisted = lines.flatMap(line => {
      const luck = random(60)
      if (luck === 0) return []
      if (luck === 1) return [line, line]
      if (luck === 2) return [line.slice(0, random(line.length + 1))]
      if (luck === 3) return [line.replace(/\d+/, String(random(2 ** 31)))]
      if (luck === 4) return [line.replace(/[:= ]/, String.fromCharCode(random(0x250)))]
      return [line]
    })
    try {
      const offer = readDescription(Buffer.from(twisted.join('\r\n')))
      hostAnswer(offer, hostMedia(offer), new PaperSession())
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  t.ok(performance.now() - began < 20_000)
})
