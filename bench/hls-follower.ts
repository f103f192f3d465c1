import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type SeenSegment = { readonly uri: string; readonly startsAt: number; readonly seconds: number }

/** What a media playlist lists: each segment with the wall-clock time of its first picture, in epoch milliseconds. */
export async function readPlaylist(url: string): Promise<{ init: string; segments: SeenSegment[] } | null> {
  const answer = await fetch(url)
  if (!answer.ok) return null
  const lines = (await answer.text()).split('\n')
  const init =
    /^#EXT-X-MAP:URI="([^"]+)"/.exec(lines.findLast(line => line.startsWith('#EXT-X-MAP')) ?? '')?.[1] ?? ''
  const segments: SeenSegment[] = []
  let startsAt = 0
  let seconds = 0
  for (const line of lines) {
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) startsAt = Date.parse(line.slice(25))
    else if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8))
    else if (line !== '' && !line.startsWith('#'))
      segments.push({ uri: new URL(line, url).href, startsAt, seconds })
  }
  return { init: new URL(init, url).href, segments }
}

/** The brightness (0..255) of one spot of each picture of a segment. */
export async function brightness(
  init: string,
  segment: SeenSegment,
  spot: { x: number; y: number; width: number; height: number },
): Promise<readonly { at: number; value: number }[]> {
  const crop = `crop=iw*${spot.width}:ih*${spot.height}:iw*${spot.x}:ih*${spot.y}`
  const child = spawn(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      'pipe:0',
      '-vf',
      `${crop},scale=1:1,format=gray`,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const chunks: Buffer[] = []
  child.stdout.on('data', chunk => chunks.push(chunk))
  for (const url of [init, segment.uri])
    child.stdin.write(Buffer.from(await (await fetch(url)).arrayBuffer()))
  child.stdin.end()
  await once(child, 'close')
  const values = [...Buffer.concat(chunks)]
  const each = (segment.seconds * 1000) / values.length
  return values.map((value, index) => ({ at: segment.startsAt + index * each, value }))
}
