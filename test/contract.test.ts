import sharp from 'sharp'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { startFfmpeg } from './helpers/rtmp-ffmpeg.ts'
import { type Stallcast, startStallcast } from './helpers/stallcast.ts'
import { until } from './helpers/until.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

type Order = {
  id: string
  number: string
  state: string
  pickupCode?: string
  accessToken: string
  holdExpiresAt?: string
}

type Show = { id: string; state: string; coverUrl: string }

async function makeShop(t: Test, { call }: Stallcast) {
  const store = await call<{ id: string }>('POST', '/api/v1/stores', {
    name: 'A',
    address: 'A 1',
    pickup: 'local',
  })
  t.equal(store.status, 201)
  const product = await call<{ id: string; variants: { id: string }[] }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 1990, currency: 'CNY' } }],
  })
  t.equal(product.status, 201)
  const ids = {
    storeId: store.body.id,
    productId: product.body.id,
    variantId: product.body.variants[0]?.id ?? '',
  }
  const adjusted = await call('POST', '/api/v1/stock/adjustments', {
    ...{ storeId: ids.storeId, variantId: ids.variantId },
    ...{ delta: 3, reason: 'delivery' },
  })
  t.equal(adjusted.status, 201)
  return ids
}

const orderOf = (ids: { storeId: string; variantId: string }, quantity = 1) => ({
  lines: [{ variantId: ids.variantId, quantity }],
  fulfilment: { kind: 'pickup', storeId: ids.storeId },
  contact: { name: 'Li Na', phone: '13800001234' },
  payment: { method: 'pay-at-pickup' },
})

t.test('the server says that it is up, ready and how it does, and describes itself', async t => {
  const { site, call } = await startStallcast(t)
  t.equal(await (await fetch(`${site}/livez`)).text(), 'ok\n')
  const ready = await call<{ ready: boolean; checks: { name: string }[] }>('GET', '/readyz')
  t.equal(ready.status, 200)
  t.same(ready.body.checks.map(({ name }) => name).sort(), ['database', 'recording', 'sfu'])
  t.match(await (await fetch(`${site}/metrics`)).text(), /^stallcast_live_streams 0$/m)
  const { body } = await call<{ openapi: string; paths: Record<string, object> }>(
    'GET',
    '/api/v1/openapi.json',
  )
  t.equal(body.openapi, '3.1.0')
  for (const path of [
    'stores',
    'products',
    'stock',
    'stock/adjustments',
    'rooms/{slug}/pin',
    'rooms/{slug}/shows',
    'rooms/{slug}/cover',
    'rooms/{slug}/end',
    'rooms/{slug}/wait',
    'shows',
    'shows/{id}',
    'shows/{id}/lineup',
    'shows/{id}/cover',
    'shows/{id}/replay',
    'orders',
    'pickups',
  ]) {
    t.ok(body.paths[`/api/v1/${path}`], path)
  }
})

t.test('every page is served with a CSP and without inline script', async t => {
  const { site } = await startStallcast(t)
  for (const path of ['/', '/r/tea', '/orders/1', '/welcome', '/studio', '/counter', '/admin']) {
    const answer = await fetch(site + path)
    t.equal(answer.status, 200, path)
    const html = await answer.text()
    t.notMatch(html, /<script(?![^>]*\bsrc=)/, 'no inline script')
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1]
    const asset = await fetch(site + script)
    t.match(asset.headers.get('cache-control'), /immutable/)
    t.match(asset.headers.get('content-type'), /javascript/)
  }
  t.equal((await fetch(`${site}/assets/..%2f..%2fpackage.json`)).status, 404)
})

t.test('who is logged in is told, with the currency that the shop sells in', async t => {
  const { call } = await startStallcast(t, { shop: { currency: 'EUR' } })
  t.match(await call('GET', '/api/v1/session'), { status: 200, body: { role: 'owner', currency: 'EUR' } })
  t.equal((await call('GET', '/api/v1/session', undefined, { token: null })).status, 401)
})

t.test('what staff may do, guests may not', async t => {
  const stallcast = await startStallcast(t)
  const ids = await makeShop(t, stallcast)
  for (const [method, path, body] of [
    ['POST', '/api/v1/stores', { name: 'B', address: 'B', pickup: true }],
    [
      'POST',
      '/api/v1/products',
      { title: 'x', variants: [{ sku: 'x', price: { amount: 1, currency: 'CNY' } }] },
    ],
    ['POST', '/api/v1/stock/adjustments', { ...ids, delta: 1, reason: 'x' }],
    ['POST', '/api/v1/rooms', { slug: 'x', title: 'x' }],
    ['PUT', '/api/v1/rooms/x/lineup', { productIds: [] }],
    ['PUT', '/api/v1/rooms/x/pin', { productId: ids.productId }],
    ['DELETE', '/api/v1/rooms/x/pin', undefined],
    ['GET', '/api/v1/rooms/x/ingest', undefined],
    ['POST', '/api/v1/rooms/x/shows', { title: 'x', startsAt: new Date().toISOString() }],
    ['POST', '/api/v1/rooms/x/end', undefined],
    ['PATCH', '/api/v1/shows/x', { title: 'x' }],
    ['DELETE', '/api/v1/shows/x', undefined],
    ['DELETE', '/api/v1/shows/x/replay', undefined],
    ['GET', '/api/v1/orders', undefined],
    ['POST', '/api/v1/pickups', { code: 'AAAA', storeId: ids.storeId }],
    ['GET', '/api/v1/setup', undefined],
  ] as const) {
    t.equal((await stallcast.call(method, path, body, { token: null })).status, 401, `${method} ${path}`)
  }
})

t.test('a picture is taken, re-encoded, and served for good', async t => {
  const stallcast = await startStallcast(t)
  const { productId } = await makeShop(t, stallcast)
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#08f' } })
    .webp()
    .toBuffer()
  const set = await stallcast.call('PUT', `/api/v1/products/${productId}/image`, picture)
  t.ok(set.status < 300)
  const { body } = await stallcast.call<{ images: { url: string; width: number }[] }>(
    'GET',
    `/api/v1/products/${productId}`,
    undefined,
    { token: null },
  )
  t.same(
    body.images.map(({ width }) => width),
    [200, 480, 900],
  )
  const served = await fetch(stallcast.site + (body.images[0]?.url ?? ''))
  t.equal(served.headers.get('content-type'), 'image/webp')
  t.match(served.headers.get('cache-control'), /immutable/)
  t.equal((await sharp(Buffer.from(await served.arrayBuffer())).metadata()).width, 200)
  t.equal(
    (await stallcast.call('PUT', `/api/v1/products/${productId}/image`, Buffer.from('<svg/>'))).status,
    400,
  )
})

t.test('a show: planned, given a cover, listed, changed, and deleted', async t => {
  const stallcast = await startStallcast(t)
  const { productId } = await makeShop(t, stallcast)
  const { call, site } = stallcast
  await call('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
  const startsAt = new Date(Date.now() + 86_400_000).toISOString()
  const made = await call<Show>('POST', '/api/v1/rooms/tea/shows', {
    ...{ title: 'Autumn', startsAt, productIds: [productId] },
  })
  t.equal(made.status, 201)
  t.match(made.body, { roomSlug: 'tea', title: 'Autumn', state: 'scheduled', startsAt, lineupCount: 1 })
  const path = `/api/v1/shows/${made.body.id}`
  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#08f' } })
    .webp()
    .toBuffer()
  const { body } = await call<Show>('PUT', `${path}/cover`, picture)
  const cover = await fetch(site + body.coverUrl)
  t.equal(cover.headers.get('content-type'), 'image/webp')
  t.match(cover.headers.get('cache-control'), /immutable/)
  const list = async (when: string) =>
    (await call<{ items: Show[] }>('GET', `/api/v1/shows?when=${when}`, undefined, { token: null })).body
      .items
  t.match(await list('upcoming'), [{ id: made.body.id }])
  t.same([await list('live'), await list('past')], [[], []])
  t.match(await call('PATCH', path, { title: 'Winter' }), {
    status: 200,
    body: { title: 'Winter', startsAt },
  })
  t.match(await call('GET', path, undefined, { token: null }), {
    status: 200,
    body: { show: { title: 'Winter' }, room: { slug: 'tea' }, lineup: [{ id: productId }], replay: null },
  })
  t.match(await call('GET', '/api/v1/rooms/tea'), { body: { nextShow: { id: made.body.id } } })
  t.equal((await call('DELETE', path)).status, 204)
  t.equal((await call('GET', path)).status, 404)
  t.equal((await fetch(site + body.coverUrl)).status, 404)
})

t.test('an order: placed once for a key, seen with its token, cancelled, handed over once', async t => {
  const stallcast = await startStallcast(t)
  const ids = await makeShop(t, stallcast)
  const { call } = stallcast
  const place = (key: string, body: object) =>
    call<Order>('POST', '/api/v1/orders', body, { token: null, idempotencyKey: key })

  const placed = await place('key-1', orderOf(ids))
  t.equal(placed.status, 201)
  t.match(placed.body, {
    state: 'placed',
    total: { amount: 1990, currency: 'CNY' },
    pickupCode: /\w/,
    holdExpiresAt: /Z$/,
  })
  t.same((await place('key-1', orderOf(ids))).body, placed.body, 'the same key and body: the same answer')
  t.equal((await place('key-1', orderOf(ids, 2))).status, 422, 'the same key, another body')
  const tooMany = await place('key-2', orderOf(ids, 3))
  t.equal(tooMany.status, 409)
  t.match(tooMany.body, { type: /\/out-of-stock$/, lines: [{ available: 2, requested: 3 }] })

  const path = `/api/v1/orders/${placed.body.id}`
  t.equal((await call('GET', path, undefined, { token: null })).status, 401)
  t.equal((await call('GET', path, undefined, { token: placed.body.accessToken })).status, 200)
  const levels = async () =>
    (
      await call<{ levels: object[] }>('GET', `/api/v1/stock?variantId=${ids.variantId}`, undefined, {
        token: null,
      })
    ).body.levels
  t.match(await levels(), [{ storeId: ids.storeId, onHand: 3, reserved: 1, available: 2 }])
  const below = { storeId: ids.storeId, variantId: ids.variantId, delta: -3, reason: 'lost' }
  t.equal((await call('POST', '/api/v1/stock/adjustments', below)).status, 409)

  const other = await place('key-3', orderOf(ids))
  const cancel = `/api/v1/orders/${other.body.id}/cancel`
  t.equal((await call('POST', cancel, undefined, { token: other.body.accessToken })).status, 200)
  t.match(await levels(), [{ reserved: 1 }])

  const handOver = { code: placed.body.pickupCode, storeId: ids.storeId }
  t.match(await call('POST', '/api/v1/pickups', handOver), { status: 200, body: { state: 'collected' } })
  t.match(await call('POST', '/api/v1/pickups', handOver), {
    status: 409,
    body: { type: /\/already-collected$/ },
  })
  t.match(await levels(), [{ onHand: 2, reserved: 0, available: 2 }])

  const delivery = {
    ...orderOf(ids),
    fulfilment: { kind: 'delivery', address: '东坡路 7 号' },
    payment: { method: 'cash-on-delivery' },
  }
  t.match(await place('key-4', delivery), { status: 201, body: { state: 'placed' } })
})

t.test(
  'a room: made, on air, pinned, told over the socket, and off air with an end to its playlist',
  async t => {
    const stallcast = await startStallcast(t)
    const ids = await makeShop(t, stallcast)
    const { call, site } = stallcast
    const made = await call<{
      streamKey: string
      ingest: { rtmp: { server: string; key: string } }
      playback: { hls: string }
    }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
    t.equal(made.status, 201)
    t.match(made.body, {
      slug: 'tea',
      ingest: {
        rtmp: { key: made.body.streamKey },
        whip: { url: `${site}/whip/tea`, token: made.body.streamKey },
      },
      playback: { page: `${site}/r/tea`, hls: `${site}/hls/tea/index.m3u8`, whep: `${site}/whep/tea` },
    })
    t.equal((await fetch(made.body.playback.hls)).status, 404, 'nobody is on air')
    const startsAt = new Date(Date.now() + 600_000).toISOString()
    const planned = await call<Show>('POST', '/api/v1/rooms/tea/shows', { title: 'Planned', startsAt })
    const show = async () =>
      (await call<{ show: Show }>('GET', `/api/v1/shows/${planned.body.id}`, undefined, { token: null })).body
        .show
    await call('PUT', '/api/v1/rooms/tea/lineup', { productIds: [ids.productId] })
    t.match(await show(), { state: 'scheduled', lineupCount: 1 }, 'the show that the host is about to begin')
    const messages = await joinRoom(t, site)
    const host = pushTest(t, `${made.body.ingest.rtmp.server}/${made.body.ingest.rtmp.key}`)
    const room = async () =>
      (await call<{ state: string; pinned: object | null }>('GET', '/api/v1/rooms/tea')).body
    await until('the room to be live', async () => (await room()).state === 'live', 20_000)

    await until('the planned show to be live', async () => (await show()).state === 'live')
    t.match(await call('GET', '/api/v1/shows?when=live'), { body: { items: [{ id: planned.body.id }] } })

    const playlist = await fetch(made.body.playback.hls)
    t.equal(playlist.headers.get('content-type'), 'application/vnd.apple.mpegurl')
    t.equal(playlist.headers.get('access-control-allow-origin'), '*')
    t.match(await playlist.text(), /RESOLUTION=320x240/, 'the ladder does not upscale')

    const pinned = await call('PUT', '/api/v1/rooms/tea/pin', { productId: ids.productId })
    t.equal(pinned.status, 200)
    t.match((await room()).pinned, { productId: ids.productId, since: /Z$/ })
    t.equal((await call('DELETE', '/api/v1/rooms/tea/pin')).status, 204)
    await call(
      'POST',
      '/api/v1/orders',
      { ...orderOf(ids), roomSlug: 'tea' },
      { token: null, idempotencyKey: 'k' },
    )
    for (const type of ['room', 'viewers', 'state', 'pinned', 'unpinned', 'stock']) {
      await until(`a message '${type}'`, () => messages.some(message => message.type === type))
    }

    host.child.kill('SIGTERM')
    await until('the room to be offline', async () => (await room()).state === 'offline', 20_000)
    t.match(await (await fetch(`${site}/hls/tea/240p/index.m3u8`)).text(), /#EXT-X-ENDLIST/)
    await until('the show to have ended', async () => (await show()).state === 'ended')
    t.match(await call('GET', '/api/v1/shows?when=past'), { body: { items: [{ id: planned.body.id }] } })
  },
)

async function joinRoom(t: Test, site: string): Promise<{ type: string }[]> {
  const messages: { type: string }[] = []
  const socket = new WebSocket(`${site.replace('http', 'ws')}/ws`)
  t.teardown(() => socket.terminate())
  socket.on('message', data => messages.push(JSON.parse(data.toString())))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify({ type: 'join', room: 'tea' }))
  return messages
}

function pushTest(t: Test, url: string) {
  return startFfmpeg(t, [
    ...['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-pix_fmt', 'yuv420p', '-f', 'flv', url],
  ])
}
