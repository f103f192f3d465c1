import t from 'tap'
import { withStereo } from '../../../public/player/sdp-stereo.ts'

const sdp = (...lines: string[]) =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 63', ...lines, 'a=recvonly', ''].join('\r\n')
const opus = 'a=rtpmap:111 opus/48000/2'

t.test('the answer asks for stereo beside what it asks already', async t => {
  t.equal(
    withStereo(sdp(opus, 'a=fmtp:111 minptime=10;useinbandfec=1')),
    sdp(opus, 'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1'),
  )
})

t.test('and where it asks nothing yet', async t => {
  t.equal(withStereo(sdp(opus)), sdp(opus, 'a=fmtp:111 stereo=1'))
})

t.test('what says already how it wants it stays, and so does what is no Opus', async t => {
  for (const said of ['a=fmtp:111 stereo=0', 'a=fmtp:111 minptime=10; stereo=1']) {
    t.equal(withStereo(sdp(opus, said)), sdp(opus, said))
  }
  const other = sdp('a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'a=fmtp:11 sprop-stereo=1')
  t.equal(withStereo(other), other)
  t.equal(withStereo(sdp(opus, 'a=fmtp:111 sprop-stereo=1')), sdp(opus, 'a=fmtp:111 sprop-stereo=1;stereo=1'))
})
