import t from 'tap'
import { parseAvcConfiguration } from '../../src/media/ingest/h264.ts'

/** What x264 writes of pictures of 64 x 64 at 25 a second when it is told this of their colours. */
const headers = {
  nothing: '0142c00affe100176742c00ad90426c044000003000400000300c83c48992001000568cb83cb20',
  'full range': '0142c00affe100166742c00ad90426c05b20000003002000000641e244c901000568cb83cb20',
  bt709: '0142c00affe100196742c00ad90426c05a808080a0000003002000000641e244c901000568cb83cb20',
  smpte170m: '0142c00affe100196742c00ad90426c05a81010320000003002000000641e244c901000568cb83cb20',
  bt470bg: '0142c00affe100196742c00ad90426c05a810102a0000003002000000641e244c901000568cb83cb20',
  bt2020nc: '0142c00affe100196742c00ad90426c05a810104a0000003002000000641e244c901000568cb83cb20',
}

t.test('what an encoder says of its colours is known, and nothing when it says nothing', async t => {
  const read = (hex: string) => parseAvcConfiguration(Buffer.from(hex, 'hex'))
  const matrixOf = (told: keyof typeof headers) => read(headers[told]).matrix
  t.equal(matrixOf('nothing'), null)
  t.equal(matrixOf('full range'), null)
  t.equal(matrixOf('bt709'), 'bt709')
  t.equal(matrixOf('smpte170m'), 'bt601')
  t.equal(matrixOf('bt470bg'), 'bt601')
  t.equal(matrixOf('bt2020nc'), 'bt709', 'the nearer of both')
  for (const header of Object.values(headers)) {
    t.match(read(header), { width: 64, height: 64, timing: { framesPerSecond: 25 } }, 'the rest is read too')
  }
})
