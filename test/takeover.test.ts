import t from 'tap'
import { startFfmpeg } from './helpers/rtmp-ffmpeg.ts'
import { startStallcast } from './helpers/stallcast.ts'
import { until } from './helpers/until.ts'

t.setTimeout(60_000)

t.test('a host comes back while the old encoder hangs: the same broadcast goes on', async t => {
  const { server, call, site } = await startStallcast(t, {
    ladder: { renditions: ['240p'], preset: 'ultrafast' },
  })
  const { streamKey } = (
    await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
  ).body
  const push = (size: string) =>
    startFfmpeg(t, [
      ...[
        '-re',
        '-f',
        'lavfi',
        '-i',
        `testsrc2=size=${size}:rate=25`,
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
      ],
      ...['-g', '25', '-pix_fmt', 'yuv420p', '-f', 'flv', `${server.urls.rtmp}/live/${streamKey}`],
    ])
  const playlist = async (): Promise<string> => {
    const answer = await fetch(`${site}/hls/tea/240p/index.m3u8`)
    return answer.ok ? answer.text() : ''
  }
  type Room = { state: string; show: { id: string } }
  const room = async (): Promise<Room> => (await call<Room>('GET', '/api/v1/rooms/tea')).body

  const first = push('320x240')
  await until('two segments', async () => (await playlist()).split('#EXTINF').length > 2, 20_000)
  const { show } = await room()
  first.child.kill('SIGSTOP')
  const began = performance.now()
  push('426x240')
  const after = await until(
    'a picture of the second encoder',
    async () => {
      const text = await playlist()
      return text.includes('#EXT-X-DISCONTINUITY\n') && text
    },
    20_000,
  )
  t.comment(`a playable segment of the new encoder after ${Math.round(performance.now() - began)} ms`)
  t.notMatch(after, /ENDLIST/)
  t.match(await room(), { state: 'live', show: { id: show.id } }, 'it is the same show')
  first.child.kill('SIGCONT')
  t.not((await first.exited).code, 0, 'the old encoder finds itself cut off')
  t.match(await room(), { state: 'live', show: { id: show.id } })
})
