import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import type { ShowPageView } from '../../src/wire.ts'
import { startFfmpeg } from './rtmp-ffmpeg.ts'
import { tempFolder } from './temp-folder.ts'

const types: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/mp4',
  mp4: 'video/mp4',
}

type Recording = {
  readonly seconds: number
  /** Seconds at which a white card comes into the dark picture of 320 × 568, and goes: at 16,400 of 160 × 100. */
  readonly cards: readonly (readonly [from: number, to: number])[]
}

/** A replay's files as the server hands them out, made by FFmpeg, with a card burned in. */
export async function makeReplayFiles(t: Test, { seconds, cards }: Recording): Promise<string> {
  const folder = await tempFolder(t)
  const enable = cards.map(([from, to]) => `between(t,${from},${to - 0.001})`).join('+')
  const { exited } = startFfmpeg(t, [
    ...['-f', 'lavfi', '-i', `color=c=0x101010:size=320x568:rate=25:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...['-vf', `drawbox=x=16:y=400:w=160:h=100:color=white:t=fill:enable='${enable}'`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init-0.mp4'],
    ...['-hls_segment_filename', join(folder, '%d.m4s'), join(folder, 'ffmpeg.m3u8')],
  ])
  const { code, stderr } = await exited
  if (code !== 0) throw new Error(`FFmpeg failed: ${stderr}`)
  return folder
}

/** Answers in the server's place for one show: its page, and what is played of it. */
export async function serveReplay(
  page: Page,
  view: ShowPageView,
  folder: string,
  startedAt: number,
): Promise<void> {
  const { id } = view.show
  await page.route(`**/api/v1/shows/${id}`, route => route.fulfill({ json: view }))
  await page.route(`**/replays/${id}/**`, async route => {
    const path = new URL(route.request().url()).pathname.split('/').slice(3)
    const contentType = types[path.at(-1)?.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    if (path.length === 1) {
      await route.fulfill({ contentType, body: multivariant })
      return
    }
    const name = path[1] === 'index.m3u8' ? 'ffmpeg.m3u8' : (path[1] ?? '')
    const file = await readFile(join(folder, name)).catch(() => null)
    if (file === null) await route.fulfill({ status: 404 })
    else if (name !== 'ffmpeg.m3u8') await route.fulfill({ contentType, body: file })
    else await route.fulfill({ contentType, body: dated(file.toString('utf8'), startedAt) })
  })
}

const multivariant = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x568,CODECS="avc1.42c01e,mp4a.40.2"
320p/index.m3u8
`

function dated(playlist: string, startedAt: number): string {
  const date = `#EXT-X-PROGRAM-DATE-TIME:${new Date(startedAt).toISOString()}\n`
  return playlist.replace('#EXTINF', `${date}#EXTINF`)
}
