import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { startServer } from '../../src/server.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { longestGap, readClock, watchClock } from '../helpers/clock-watch.ts'
import { dice } from '../helpers/dice.ts'
import { caller, ownerToken, testConfig } from '../helpers/stallcast.ts'
import { hostChanges, openStudioHost, recordConnections, remotePorts } from '../helpers/studio-host.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

/** How long processes are killed, and from which number the dice go. */
const seconds = Number(process.env.CHAOS_SECONDS ?? 12)
const seed = Number(process.env.CHAOS_SEED ?? 4)
/** Between two kills: a room is to be back before the next. */
const pauseMs = 9000
const exact = process.env.CHAOS_SECONDS !== undefined
/** Five seconds are what is wanted; a busy machine, where this is one test of many, gets more. */
const backWithinMs = exact ? 5000 : 8000
/** The same for a room of which nothing was killed. */
const untouchedMs = exact ? 1000 : 2500

t.setTimeout(180_000 + seconds * 1000)

type Line = { readonly msg: string; readonly pid?: number; readonly worker?: number; readonly slug?: string }

/** A whole server with two workers, and who runs as what in it. */
async function startWatched(t: Test) {
  const lines: Line[] = []
  const log = pino(
    { base: null },
    {
      write(text: string) {
        lines.push(JSON.parse(text))
        if (process.env.TEST_LOG) process.stderr.write(text)
      },
    },
  )
  const port = await evenPort()
  const config = testConfig(await tempFolder(t), {
    rtc: { port, workers: 2 },
    ladder: { renditions: ['240p'], preset: 'ultrafast' },
  })
  const server = await startServer(config, { key: Buffer.alloc(32, 7), ownerToken }, { log })
  t.teardown(() => server.close())
  const last = (fits: (line: Line) => boolean): number => lines.findLast(fits)?.pid ?? 0
  return {
    server,
    port,
    call: caller(server.urls.local),
    /** The last one that was started in this place. */
    workerPid: (index: number) =>
      last(({ msg, worker }) => msg === 'media worker started' && worker === index),
    encoderPid: (room: string) => last(({ msg, slug }) => msg === 'FFmpeg started' && slug === room),
  }
}

/** That and the next are likely to be free. */
async function evenPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

type Room = { readonly slug: string; readonly viewer: Page; readonly pages: readonly Page[] }
type Kill = { readonly at: number; readonly what: string; readonly rooms: readonly string[] }

/** Kills the process, if it is there. */
function kill(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

t.test('rooms come back from whatever is killed, and what was not hit goes on', async t => {
  const { server, port, call, workerPid, encoderPid } = await startWatched(t)
  const site = server.urls.local
  const makeRoom = async (slug: string) =>
    (await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug, title: slug })).body.streamKey
  const live = (slug: string) =>
    until(
      `${slug} to be live`,
      async () => (await call('GET', `/api/v1/rooms/${slug}`)).body.state === 'live',
      30_000,
    )
  const browser = await launchChromium(t)
  const watch = async (slug: string): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 480, height: 320 } })).newPage()
    await recordConnections(page)
    await page.goto(`${site}/r/${slug}`)
    await page.locator('[data-testid=video]').waitFor({ state: 'attached' })
    await watchClock(page)
    return page
  }
  await using _tea = startClockHost(`${server.urls.rtmp}/live/${await makeRoom('tea')}`)
  const phone = await openStudioHost(browser, { site, slug: 'cup', key: await makeRoom('cup') })
  await Promise.all([live('tea'), live('cup')])
  const [teaViewer, cupViewer] = [await watch('tea'), await watch('cup')]
  const rooms: readonly Room[] = [
    { slug: 'tea', viewer: teaViewer, pages: [teaViewer] },
    { slug: 'cup', viewer: cupViewer, pages: [cupViewer, phone] },
  ]
  for (const { slug, viewer } of rooms) {
    await until(`pictures of ${slug}`, async () => (await readClock(viewer)).shown.length > 50, 60_000)
  }

  const roll = dice(seed)
  const kills: Kill[] = []
  const left: number[] = []
  const began = Date.now()
  while (Date.now() - began < seconds * 1000) {
    // Each of the four once in a round, so that a short run meets them all.
    if (left.length === 0) left.push(0, 1, 2, 3)
    const [choice = 0] = left.splice(Math.floor(roll() * left.length), 1)
    const room = rooms[choice % 2]
    if (!room) throw new Error('no room')
    if (choice < 2) {
      kill(encoderPid(room.slug))
      kills.push({ at: Date.now(), what: `FFmpeg of ${room.slug}`, rooms: [room.slug] })
    } else {
      const index = choice - 2
      const ports = await Promise.all(
        rooms.map(async ({ pages }) => (await Promise.all(pages.map(remotePorts))).flat()),
      )
      kill(workerPid(index))
      const hit = rooms.filter((_, n) => ports[n]?.includes(port + index)).map(({ slug }) => slug)
      kills.push({ at: Date.now(), what: `worker ${index}`, rooms: hit })
    }
    await delay(pauseMs)
  }

  for (const { slug, viewer } of rooms) {
    const { shown } = await readClock(viewer)
    const origin = await viewer.evaluate(() => performance.timeOrigin)
    for (const [n, { at, what, rooms: hit }] of kills.entries()) {
      // A gap is that of the kill before which its last picture was shown.
      const from = at - origin - 1000
      const until = (kills[n + 1]?.at ?? Number.POSITIVE_INFINITY) - origin - 1000
      const begun = shown.findLastIndex(frame => frame.at < from)
      const over = shown.findLastIndex(frame => frame.at < until)
      const gap = longestGap(shown.slice(Math.max(0, begun), over + 2))
      t.comment(
        `${what} killed: ${slug} without a picture for ${Math.round(gap)} ms, then ${Math.round(shown[over]?.ageMs ?? 0)} ms old`,
      )
      if (hit.includes(slug))
        t.ok(gap <= backWithinMs, `${slug} is back ${Math.round(gap)} ms after ${what} was killed`)
      else t.ok(gap <= untouchedMs, `${slug} goes on while ${what} is killed: ${Math.round(gap)} ms`)
    }
  }
  t.comment(JSON.stringify((await hostChanges(phone)).map(({ at, name }) => `${at - began} ${name}`)))
})
