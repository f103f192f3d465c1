import t from 'tap'
import { restartFragment, withFragment } from '../../../public/studio/camera/sdp-fragment.ts'

const sdp = (...lines: string[]) => `${lines.join('\r\n')}\r\n`
const offer = sdp(
  ...['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0 1'],
  ...['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=ice-ufrag:new', 'a=ice-pwd:secret', 'a=mid:0'],
  ...['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=ice-ufrag:new', 'a=ice-pwd:secret', 'a=mid:1'],
)
const answer = sdp(
  ...['v=0', 's=-', 't=0 0', 'a=group:BUNDLE 0 1', 'a=ice-lite', 'a=ice-ufrag:of-all', 'a=ice-pwd:of-all'],
  ...[
    'm=audio 7 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=candidate:1 1 udp 1 10.0.0.1 4 typ host',
    'a=end-of-candidates',
  ],
  ...['m=video 7 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=ice-ufrag:old', 'a=ice-pwd:old', 'a=fmtp:96 x=1'],
)

t.test('a restart sends the credentials of the first section and its media line', async t => {
  t.equal(
    restartFragment(offer),
    sdp(
      ...['a=ice-options:trickle ice2', 'a=group:BUNDLE 0 1', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0'],
      ...['a=ice-ufrag:new', 'a=ice-pwd:secret'],
    ),
  )
  t.throws(() => restartFragment('v=0\r\n'), /no ICE credentials/)
})

t.test('the answer of before gets the new credentials and candidates, and keeps the rest', async t => {
  const fragment =
    'a=ice-lite\nm=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:0\na=ice-ufrag:u\na=ice-pwd:p\na=candidate:2 1 udp 1 10.0.0.2 5 typ host\n'
  const credentials = ['a=ice-ufrag:u', 'a=ice-pwd:p']
  t.equal(
    withFragment(answer, fragment),
    sdp(
      ...['v=0', 's=-', 't=0 0', 'a=group:BUNDLE 0 1', 'a=ice-lite'],
      ...[
        'm=audio 7 UDP/TLS/RTP/SAVPF 111',
        'a=mid:0',
        ...credentials,
        'a=candidate:2 1 udp 1 10.0.0.2 5 typ host',
      ],
      ...['m=video 7 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', ...credentials, 'a=fmtp:96 x=1'],
    ),
  )
})

t.test('a server that keeps its candidates need not say them again', async t => {
  const kept = withFragment(answer, 'a=ice-ufrag:u\r\na=ice-pwd:p\r\n')
  t.match(kept, 'a=candidate:1 1 udp 1 10.0.0.1 4 typ host')
  t.notMatch(kept, 'a=ice-ufrag:of-all')
  t.throws(() => withFragment(answer, 'a=ice-ufrag:u\r\n'), /no ice-pwd/)
})
