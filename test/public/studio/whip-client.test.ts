import { createServer } from 'node:http'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchCameraChromium } from '../../helpers/chromium.ts'
import { until } from '../../helpers/until.ts'
import { WhipEndpoint } from '../../helpers/whip-endpoint.ts'

t.setTimeout(240_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 2

const bundle = await build({
  entryPoints: [path.join(import.meta.dirname, 'whip-page.ts')],
  bundle: true,
  format: 'esm',
  write: false,
})
const script = bundle.outputFiles[0]?.text ?? ''
const browser = await launchCameraChromium(t)

type Room = { state: string; interrupted: unknown }

/** A page with the client, and the server that it talks to. */
async function open(t: Test) {
  const whip = new WhipEndpoint(t)
  const room: Room = { state: 'live', interrupted: {} }
  let reachable = true
  const server = createServer(async (request, response) => {
    const { url = '', method = 'GET', headers } = request
    if (url === '/')
      return response.setHeader('content-type', 'text/html').end('<script type=module src=/page.js></script>')
    if (url === '/page.js') return response.setHeader('content-type', 'text/javascript').end(script)
    if (!reachable) return request.socket.destroy()
    if (url === '/endpoint') return response.end(JSON.stringify({ url: '/whip/tea', token: whip.token }))
    if (url === '/room') return response.end(JSON.stringify(room))
    if (!url.startsWith('/whip/')) return response.writeHead(404).end()
    const answer = await whip.handle({ method, path: url, headers, body: await text(request) })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.on('pageerror', error => t.fail(error.stack ?? error.message))
  await page.goto(`http://localhost:${port}/`)
  const states = () => page.evaluate(async () => (await window.known).states)
  const reach = (last: string, timeoutMs = 20_000) =>
    until(last, async () => (await states()).at(-1) === last, timeoutMs)
  return {
    page,
    whip,
    room,
    states,
    reach,
    begin: () => page.evaluate(async () => (await window.known).client.begin()),
    setReachable(can: boolean) {
      reachable = can
    },
  }
}

/** New packets of both kinds. */
async function flows(whip: WhipEndpoint): Promise<void> {
  const session = whip.session
  if (!session) throw new Error('there is no session')
  const before = { ...session.packets }
  await until(
    'pictures and sound',
    () => session.packets.video > before.video + 20 && session.packets.audio > before.audio + 20,
  )
}

const codecs = (page: Page) => page.title()

t.test(
  'pictures and sound arrive, in H.264 where the browser has it, and go on with another track',
  async t => {
    const { page, whip, reach, begin, states } = await open(t)
    await begin()
    await reach('live')
    await flows(whip)
    t.match(await codecs(page), /^video\/H264/)
    await page.evaluate(async () => (await window.known).replaceVideo())
    const packets = whip.session?.packets
    const before = packets?.audio ?? 0
    await until('sound goes on', () => (packets?.audio ?? 0) > before + 20)
    t.same(whip.log, ['POST 201'], 'nothing was negotiated again')
    await page.evaluate(async () => (await window.known).client.stop())
    await until('the session to be given back', () => whip.count === 0)
    t.same(whip.log, ['POST 201', 'DELETE 200'])
    t.same(await states(), ['connecting', 'live', 'idle'])
  },
)

t.test('a connection is brought back on another way through the network, in the same session', async t => {
  const { page, whip, begin, reach } = await open(t)
  await begin()
  await reach('live')
  const outcome = await page.evaluate(async () => (await window.known).restart())
  t.equal(outcome, 'connected')
  await flows(whip)
  t.same(whip.log, ['POST 201', 'POST 201', 'PATCH 200'])
  await whip.closeAll()
  t.equal(await page.evaluate(async () => (await window.known).restartAgain()), 'gone')
})

t.test('who leaves the page gives the session back', async t => {
  const { page, whip, reach, begin } = await open(t)
  await begin()
  await reach('live')
  await page.goto('about:blank')
  await until('the session to be given back', () => whip.count === 0)
  t.same(whip.log, ['POST 201', 'DELETE 200'])
})

t.test('a server that was closed and is back is gone to again', async t => {
  const { whip, room, reach, begin, setReachable, states } = await open(t)
  await begin()
  await reach('live')
  setReachable(false)
  await whip.closeAll()
  await reach('reconnecting')
  room.state = 'offline'
  setReachable(true)
  await reach('live')
  await flows(whip)
  t.equal(whip.log.filter(line => line === 'POST 201').length, 2)
  t.same(await states(), ['connecting', 'live', 'reconnecting', 'live'])
})

t.test(
  'another device that has gone on with the show is left alone, until the host wants it back',
  async t => {
    const { whip, room, reach, begin, states } = await open(t)
    await begin()
    await reach('live')
    room.interrupted = null
    await whip.closeAll()
    await reach('taken')
    t.equal(whip.count, 0, 'it was not taken back')
    await begin()
    await reach('live')
    await flows(whip)
    t.same(await states(), ['connecting', 'live', 'reconnecting', 'taken', 'connecting', 'live'])
  },
)

t.test('what cannot become better is not tried again; what can is', async t => {
  const { page, whip, reach, begin, states } = await open(t)
  for (const [status, why] of [
    [401, 'key'],
    [404, 'room'],
    [422, 'format'],
  ] as const) {
    whip.refusal = { status }
    await begin()
    await reach(`refused ${why}`)
  }
  t.equal(whip.log.length, 3)
  whip.refusal = { status: 503, headers: { 'retry-after': '1' } }
  await begin()
  await reach('live')
  t.same(whip.log.slice(3), ['POST 503', 'POST 201'])
  t.equal((await states()).at(-2), 'connecting')
  t.ok(await page.evaluate(async () => (await window.known).client.connection !== null))
})
