import t from 'tap'
import { RtpStream } from '../../../src/media/rtp-out/rtp-stream.ts'
import { rtpFields, senderReportFields } from '../../helpers/rtp-fields.ts'

const stream = () => new RtpStream({ ssrc: 0x01020304, payloadType: 96, ticksPerMs: 90 })

t.test('a header has what RFC 3550 (5.1) puts there, and sequence numbers go round', async t => {
  const rtp = stream()
  const packet = Buffer.alloc(20)
  rtp.writeHeader(packet, 0, 20, true, 2 ** 32 + 5)
  t.equal(packet[0], 0x80)
  t.match(rtpFields(packet), { marker: true, payloadType: 96, timestamp: 5, ssrc: 0x01020304 })
  const first = rtpFields(packet).sequence
  for (let n = 1; n <= 0x10000; n++) rtp.writeHeader(packet, 0, 20, false, 5)
  t.equal(rtpFields(packet).sequence, first)
})

t.test('a report is a sender report with the CNAME, byte for byte (RFC 3550, 6.4.1 and 6.5)', async t => {
  const rtp = stream()
  for (let n = 0; n < 3; n++) rtp.writeHeader(Buffer.alloc(112), 0, 112, false, 1)
  // 2023-11-14T22:13:20.5Z
  const report = rtp.senderReport(1_700_000_000_500, 'stallcast')
  t.equal(
    report.toString('hex'),
    [
      ...['80c80006', '01020304', 'e8fe6f80', '80000000'],
      // 1700000000500 × 90 modulo 2^32
      ...[((1_700_000_000_500 * 90) % 2 ** 32).toString(16).padStart(8, '0'), '00000003', '0000012c'],
      ...['81ca0004', '01020304', '0109', Buffer.from('stallcast').toString('hex'), '00'],
    ].join(''),
  )
  t.equal(senderReportFields(report)?.ntpMs, 1_700_000_000_500)
})

t.test('a report is whole words whatever the name is', async t => {
  for (const name of ['', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']) {
    const report = stream().senderReport(1, name)
    t.equal(report.length % 4, 0)
    t.equal((report.readUInt16BE(30) + 1) * 4, report.length - 28, `the length of ${name}`)
    t.equal(report.at(-1), 0)
  }
})
