import { mkdir, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { WebSocket } from 'ws'
import type { ServerMessage } from '../src/wire.ts'
import { checkHls } from './helpers/hls-check/check-hls.ts'
import { broadcast } from './helpers/rtmp-ffmpeg.ts'
import { smallDisk, whyNoDisk } from './helpers/small-disk.ts'
import { startStallcast } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

t.setTimeout(120_000)

const skip = await whyNoDisk(t)

t.test(
  'a disk that fills up during a show stops the recording, and neither the show nor the shop',
  { skip },
  async t => {
    const data = await tempFolder(t)
    const recordings = join(data, 'recordings')
    await mkdir(recordings)
    await smallDisk(t, 48, recordings)
    const { server, call, site } = await startStallcast(
      t,
      {
        ladder: { renditions: ['180p'], preset: 'ultrafast' },
        live: { stopSeconds: 1 },
        replay: { reserveMegabytes: 16 },
      },
      data,
    )
    const { streamKey } = (
      await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
    ).body
    const owner = await fetch(`${site}/api/v1/owner`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        token: new URL(server.ownerLink ?? '').hash.slice(1),
        name: '李娜',
        password: 'a very long password',
      }),
    })
    const cookie = owner.headers.get('set-cookie')?.split(';')[0] ?? ''
    const socket = new WebSocket(`${site.replace('http', 'ws')}/ws`, { headers: { cookie } })
    t.teardown(() => socket.close())
    const messages: ServerMessage[] = []
    socket.on('message', text => messages.push(JSON.parse(String(text))))
    socket.on('open', () => socket.send(JSON.stringify({ type: 'join', room: 'tea', studio: true })))

    type Room = { state: string; show: { id: string } }
    const room = async () => (await call<Room>('GET', '/api/v1/rooms/tea')).body
    type Page = { replay: { durationSeconds: number } | null }
    const recorded = async (id: string) =>
      (await call<Page>('GET', `/api/v1/shows/${id}`)).body.replay?.durationSeconds ?? 0
    const host = broadcast(t, `${server.urls.rtmp}/live/${streamKey}`)
    await until('the room to be live', async () => (await room()).state === 'live', 20_000)
    const { show } = await room()
    await until('some seconds of recording', async () => (await recorded(show.id)) >= 4, 20_000)
    t.equal((await call('GET', '/readyz')).status, 200)

    const { bavail, bsize } = await statfs(recordings)
    await writeFile(join(recordings, 'what-others-write'), Buffer.alloc(bavail * bsize - 16_000_000))
    const stopped = await until(
      'word to the studio',
      () => messages.find(({ type }) => type === 'recordingStopped'),
      20_000,
    )
    t.match(stopped, { reason: /disk is almost full/ })
    const ready = (await call<{ ready: boolean; checks: object[] }>('GET', '/readyz')).body
    t.equal(ready.ready, true, 'the shop goes on')
    t.match(ready.checks, [{}, { name: 'recording', ok: false, detail: /not being recorded.*disk/ }, {}])

    const playlist = async () => (await fetch(`${site}/hls/tea/180p/index.m3u8`)).text()
    const newest = Number(/(\d+)\.m4s\n(?!.*EXTINF)/s.exec(await playlist())?.[1])
    await until('live to go on', async () => (await playlist()).includes(`\n${newest + 3}.m4s`), 20_000)
    const kept = await recorded(show.id)
    host.child.kill('SIGTERM')
    await until('the end', async () => (await room()).state === 'offline', 20_000)
    t.equal(await recorded(show.id), kept, 'what was recorded stays')
    const report = await checkHls(`${site}/replays/${show.id}/index.m3u8`)
    t.same(
      report.failures.filter(({ level }) => level === 'MUST'),
      [],
      'and is whole',
    )
    t.ok(report.segments >= 2)
  },
)
