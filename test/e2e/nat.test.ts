import { once } from 'node:events'
import { createServer } from 'node:net'
import { chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { chromiumOptions, launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { readClock, watchClock } from '../helpers/clock-watch.ts'
import { openHomeNetwork, routerOutside } from '../helpers/home-network.ts'
import { leadOver } from '../helpers/line.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'
import { UdpRelay } from '../helpers/udp-relay.ts'
import { until } from '../helpers/until.ts'
import { openWhepPage, selectedProtocol } from '../helpers/whep-page.ts'

t.setTimeout(180_000)

type Behind = { readonly host?: string; readonly port?: number }

/** A server that announces the router's address, and is live. */
async function startBehind(t: Test, { host = '127.0.0.1', port = 0 }: Behind = {}): Promise<Stallcast> {
  const stallcast = await startStallcast(t, {
    http: { host, port: 0 },
    rtc: { port, announcedAddress: routerOutside },
  })
  const room = { slug: 'tea', title: '新茶' }
  const { body } = await stallcast.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)
  const clockHost = startClockHost(
    `rtmp://127.0.0.1:${new URL(stallcast.server.urls.rtmp).port}/live/${body.streamKey}`,
  )
  t.teardown(() => clockHost[Symbol.asyncDispose]())
  const state = async () => (await stallcast.call<{ state: string }>('GET', '/api/v1/rooms/tea')).body.state
  await until('the room to be live', async () => (await state()) === 'live', 60_000)
  return stallcast
}

/** Anybody's now, for UDP and TCP. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'string' || address === null) throw new Error('no port')
  return address.port
}

t.test('clients hear of no address but the one that is announced', async t => {
  const { site } = await startBehind(t)
  const browser = await launchChromium(t)
  const context = await browser.newContext({ bypassCSP: true })
  using relay = await UdpRelay.open()
  const told = await leadOver(context, relay, { announced: routerOutside, server: '127.0.0.1' })
  const page = await openWhepPage(browser, site, 'tea', { context })
  await watchClock(page)
  await until('pictures', async () => (await readClock(page)).shown.length > 50, 60_000)
  t.strictSame([...told], [routerOutside])
})

for (const protocols of [['udp', 'tcp'], ['tcp']] as const) {
  t.test(
    `a viewer outside sees a server behind a router that forwards ${protocols.join(' and ')}`,
    async t => {
      const network = await openHomeNetwork(t)
      if (network === null) {
        t.pass('no network namespaces here: only the test before says something of routers')
        return
      }
      const port = await freePort()
      const { site } = await startBehind(t, { host: '0.0.0.0', port })
      const web = Number(new URL(site).port)
      await network.forward([`tcp:${web}`, ...protocols.map(protocol => `${protocol}:${port}` as const)])
      const browser = await chromium.launch({ ...chromiumOptions, executablePath: network.chromium })
      t.teardown(() => browser.close())
      const page = await openWhepPage(browser, `http://${routerOutside}:${web}`, 'tea')
      await watchClock(page)
      await until('pictures', async () => (await readClock(page)).shown.length > 50, 60_000)
      t.equal(await selectedProtocol(page), protocols[0])
    },
  )
}
