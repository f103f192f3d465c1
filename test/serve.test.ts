import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startFfmpeg } from './helpers/rtmp-ffmpeg.ts'
import { portsOf, serve } from './helpers/serve.ts'
import { caller } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

t.setTimeout(60_000)

const ffmpegsOf = async (pid: number | undefined): Promise<string> => {
  const list = spawn('pgrep', ['-P', String(pid), 'ffmpeg'])
  let text = ''
  list.stdout.on('data', chunk => {
    text += chunk
  })
  await once(list, 'close')
  return text.trim()
}

t.test('the first start prints a link for the owner; SIGTERM ends all within seconds', async t => {
  const data = await tempFolder(t)
  const server = serve(t, data)
  await portsOf(server)
  await until('the link', () => /\/welcome#[\w-]{20,}/.test(server.output()))
  t.equal(statSync(join(data, 'secrets.json')).mode & 0o777, 0o600)
  server.child.kill('SIGTERM')
  t.same(await server.exited, [0, null])
})

t.test('what cannot be used is said in one line, and nothing is started', async t => {
  const data = await tempFolder(t)
  const server = serve(t, data, { STALLCAST_LADDER: 'huge' })
  t.same(await server.exited, [1, null])
  t.match(server.output(), /^'ladder\.renditions\.0' \(STALLCAST_LADDER\): must look like 720p\n$/)
})

t.test(
  'killed in the middle of a show, it comes back with every order, the show waiting for its host, and no FFmpeg left',
  async t => {
    const data = await tempFolder(t)
    const first = serve(t, data)
    const ports = await portsOf(first)
    const call = caller(`http://127.0.0.1:${ports.http}`)
    const store = (
      await call<{ id: string }>('POST', '/api/v1/stores', { name: 'A', address: 'A', pickup: true })
    ).body
    const product = (
      await call<{ variants: { id: string }[] }>('POST', '/api/v1/products', {
        title: 'Tea',
        variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
      })
    ).body
    const variantId = product.variants[0]?.id
    await call('POST', '/api/v1/stock/adjustments', { storeId: store.id, variantId, delta: 2, reason: 'x' })
    const { streamKey } = (
      await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
    ).body
    startFfmpeg(t, [
      ...[
        '-re',
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=320x240:rate=25',
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
      ],
      ...['-g', '50', '-pix_fmt', 'yuv420p', '-f', 'flv', `rtmp://127.0.0.1:${ports.rtmp}/live/${streamKey}`],
    ])
    const live = async () => (await call<{ state: string }>('GET', '/api/v1/rooms/tea')).body.state === 'live'
    await until('the room to be live', live, 20_000)
    const order = await call<{ id: string; accessToken: string }>(
      'POST',
      '/api/v1/orders',
      {
        lines: [{ variantId, quantity: 1 }],
        fulfilment: { kind: 'pickup', storeId: store.id },
        contact: { name: 'Li Na', phone: '13800001234' },
        payment: { method: 'cash' },
      },
      { token: null, idempotencyKey: 'k' },
    )
    t.equal(order.status, 201)
    const ffmpegs = (await ffmpegsOf(first.child.pid)).split('\n')
    t.ok(Number(ffmpegs[0]) > 0)
    // Without a recorded segment nothing says what the slate is to be like.
    const { show } = (await call<{ show: { id: string } }>('GET', '/api/v1/rooms/tea')).body
    const recorded = async () =>
      (await call<{ replay: object | null }>('GET', `/api/v1/shows/${show.id}`)).body.replay !== null
    await until('something to be recorded', recorded)
    first.child.kill('SIGKILL')
    await first.exited
    for (const pid of ffmpegs) await until(`FFmpeg ${pid} to end by itself`, () => !isAlive(Number(pid)))

    const second = serve(t, data)
    const again = caller(`http://127.0.0.1:${(await portsOf(second)).http}`)
    t.match(await again('GET', `/api/v1/orders/${order.body.id}`), { status: 200, body: { state: 'placed' } })
    t.match(await again('GET', '/api/v1/rooms/tea'), {
      body: { state: 'live', interrupted: { endsAt: String }, show: { state: 'live' } },
    })
    const playlist = `http://127.0.0.1:${(await portsOf(second)).http}/hls/tea/index.m3u8`
    await until('the slate to be playable', async () => (await fetch(playlist)).ok, 20_000)
    t.equal((await again('POST', '/api/v1/rooms/tea/end')).status, 204)
    await until('the show to be over', async () => {
      const { body } = await again<{ state: string }>('GET', '/api/v1/rooms/tea')
      return body.state === 'offline'
    })
    second.child.kill('SIGINT')
    t.same(await second.exited, [0, null])
  },
)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
