import t from 'tap'
import { PaperSfu } from '../../helpers/paper-sfu.ts'
import { serveSignalling } from '../../helpers/signalling-site.ts'
import { until } from '../../helpers/until.ts'

t.test('an address that opens sessions and connects none is stopped, until some are gone', async t => {
  const sfu = new PaperSfu()
  const { site, signalling } = await serveSignalling(t, sfu, { mostHalfOpen: 3 })
  const ask = async () => (await fetch(`${site}/whep/tea`, { method: 'POST' })).status
  t.same([await ask(), await ask(), await ask(), await ask()], [201, 201, 201, 429])
  t.equal(sfu.viewers.length, 3, 'the SFU is not asked any more')
  sfu.viewers[0]?.comeAbout()
  await until('the one who has connected not to count', async () => (await ask()) === 201)
  t.equal(await ask(), 429)
  sfu.viewers[1]?.close('nobody there')
  await until('the one who is gone not to count', async () => (await ask()) === 201)
  t.equal(signalling.viewers, 4)
})

t.test(
  'the end of a show ends the sessions of its viewers, and also one that is just being opened',
  async t => {
    const sfu = new PaperSfu()
    const { site, signalling, live } = await serveSignalling(t, sfu)
    const ask = async () => (await fetch(`${site}/whep/tea`, { method: 'POST' })).status
    t.equal(await ask(), 201)
    const { viewer } = sfu
    sfu.viewer = async (...asked) => {
      const session = await viewer.apply(sfu, asked)
      live.delete('tea')
      signalling.endShow('tea')
      return session
    }
    t.equal(await ask(), 409)
    t.equal(signalling.viewers, 0)
    t.same(
      sfu.viewers.map(({ told }) => told),
      [['the show is over'], ['it could not be set up']],
    )
  },
)
