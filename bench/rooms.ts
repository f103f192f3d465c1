import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { say } from './figures.ts'
import { readPlaylist } from './hls-follower.ts'
import { makeClip, paced, type Running, run } from './host.ts'
import { residentBytes } from './process-time.ts'

const more = 4
const rendition = '240p'
/** Seconds of picture in a full live playlist, less one segment. */
const windowSeconds = 28

/** Memory of the server's own process for each room that is live: what FFmpeg has is not in it. */
export async function benchRooms(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    const clip = join(folder, 'clip.flv')
    await makeClip(clip, '426x240')
    await using server = await startBenchServer({ STALLCAST_LADDER: rendition })
    await using stack = new AsyncDisposableStack()
    const none = await memory(server)
    stack.use(await goLive(server, clip, 'r0'))
    await full(server, 'r0')
    const one = await memory(server)
    for (let count = 1; count <= more; count++) stack.use(await goLive(server, clip, `r${count}`))
    for (let count = 1; count <= more; count++) await full(server, `r${count}`)
    const all = await memory(server)
    const each = (name: keyof Memory): string => `${((all[name] - one[name]) / more).toFixed(1)} MB`
    say(`memory: ${of(none)} without a room, ${of(one)} with one, ${of(all)} with ${more + 1}`)
    say(
      `memory per further room at ${rendition}: resident ${each('resident')}, heap ${each('heap')}, buffers ${each('buffers')}`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Megabytes. */
type Memory = { readonly resident: number; readonly heap: number; readonly buffers: number }

const of = ({ resident, heap, buffers }: Memory): string =>
  `${resident.toFixed(0)} MB resident (heap ${heap.toFixed(0)}, buffers ${buffers.toFixed(0)})`

/** The least of some seconds: what is more is waiting to be collected. */
async function memory(server: BenchServer): Promise<Memory> {
  const least = { resident: Infinity, heap: Infinity, buffers: Infinity }
  for (let look = 0; look < 10; look++) {
    const text = await (await fetch(`${server.site}/metrics`)).text()
    const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1e6
    least.resident = Math.min(least.resident, residentBytes(server.pid) / 1e6)
    least.heap = Math.min(least.heap, read('nodejs_heap_size_used_bytes'))
    least.buffers = Math.min(least.buffers, read('nodejs_external_memory_bytes'))
    await sleep(500)
  }
  return least
}

async function goLive(server: BenchServer, clip: string, slug: string): Promise<Running> {
  const room = { slug, title: slug }
  const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)
  return run(paced(clip, `${server.rtmp}/${streamKey}`))
}

async function full(server: BenchServer, slug: string): Promise<void> {
  for (;;) {
    const playlist = await readPlaylist(`${server.site}/hls/${slug}/${rendition}/index.m3u8`)
    const seconds = playlist?.segments.reduce((sum, segment) => sum + segment.seconds, 0) ?? 0
    if (seconds >= windowSeconds) return
    await sleep(500)
  }
}
