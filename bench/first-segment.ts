import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBenchServer } from './bench-server.ts'
import { ms, percentile, say } from './figures.ts'
import { readPlaylist } from './hls-follower.ts'
import { makeClip, paced, run } from './host.ts'

const runs = 5

/** From the start of the encoder's process to a playlist with a segment in it. */
export async function benchFirstSegment(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    await makeClip(join(folder, 'clip.flv'))
    await using server = await startBenchServer()
    const took: number[] = []
    for (let count = 0; count < runs; count++) {
      const slug = `r${count}`
      const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', {
        slug,
        title: slug,
      })
      const began = performance.now()
      await using _host = run(paced(join(folder, 'clip.flv'), `${server.rtmp}/${streamKey}`))
      while (
        ((await readPlaylist(`${server.site}/hls/${slug}/720p/index.m3u8`))?.segments.length ?? 0) === 0
      ) {
        await sleep(10)
      }
      took.push(performance.now() - began)
    }
    say(
      `connect → first playable segment: p50 ${ms(percentile(took, 0.5))}, slowest ${ms(Math.max(...took))} of ${runs} (a segment is 2 s of picture)`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
