import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { startCrowd } from './crowd.ts'
import type { CrowdJob } from './crowd-job.ts'
import { percentile, say } from './figures.ts'
import { makeClip, paced, run } from './host.ts'
import { hasNginx, type Nginx, startNginx } from './nginx.ts'
import { ownSeconds, residentBytes, treeSeconds } from './process-time.ts'

const viewers = 400
const rounds = 3
const seconds = 8
const warmUpSeconds = 12
const rendition = '480p'
const segmentSeconds = 2
const partSeconds = 0.4
const folder = `/hls/a/${rendition}`
/** Requests of one viewer a second: a playlist and a part, or a playlist and a segment. */
const lowLatencyRate = 2 / partSeconds
const plainRate = 2 / segmentSeconds

/**
 * CPU of the server for viewers of low-latency and of plain HLS, beside nginx that serves the same bytes as files at
 * the same pace. nginx cannot hold a request until there is a new part: it is asked when the part would be there.
 */
export async function benchViewers(): Promise<void> {
  if (!hasNginx()) {
    say('viewers: nginx is missing, to compare with; install it with: apt-get install nginx-light')
    return
  }
  const temp = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    const clip = join(temp, 'clip.flv')
    await makeClip(clip, '854x480')
    await using server = await startBenchServer({
      STALLCAST_LADDER: rendition,
      STALLCAST_PRESET: 'ultrafast',
    })
    const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', {
      slug: 'a',
      title: 'A',
    })
    await using _host = run(paced(clip, `${server.rtmp}/${streamKey}`))
    const copy = await snapshot(server)
    await using nginx = await startNginx(copy.files)
    await compare(server, nginx, copy)
  } finally {
    await rm(temp, { recursive: true, force: true })
  }
}

async function compare(server: BenchServer, nginx: Nginx, copy: Snapshot): Promise<void> {
  const crowd = { viewers, port: Number(new URL(server.site).port) }
  const ours = () => ownSeconds(server.pid)
  const theirs = () => treeSeconds(nginx.pid)
  const paced = { kind: 'paced', viewers, port: nginx.port } as const
  const figures: Record<'low' | 'nginxLow' | 'plain' | 'nginxPlain' | 'memory', number[]> = {
    low: [],
    nginxLow: [],
    plain: [],
    nginxPlain: [],
    memory: [],
  }
  // Code that thousands of requests have run through is compiled anew: the figures are of a server that has been up.
  {
    await using _crowd = await startCrowd({ ...crowd, kind: 'low-latency', folder })
    await sleep(warmUpSeconds * 1000)
  }
  for (let round = 0; round < rounds; round++) {
    const idle = await measure(null, ours, 0)
    const before = residentBytes(server.pid)
    const low = await measure({ ...crowd, kind: 'low-latency', folder }, ours, lowLatencyRate, () =>
      figures.memory.push((residentBytes(server.pid) - before) / viewers),
    )
    figures.low.push(low - idle / viewers)
    const everyMs = partSeconds * 1000
    figures.nginxLow.push(
      await measure({ ...paced, rounds: copy.low, everyMs, together: true }, theirs, lowLatencyRate),
    )
    const plain = await measure({ ...crowd, kind: 'plain', folder, segmentSeconds }, ours, plainRate)
    figures.plain.push(plain - idle / viewers)
    figures.nginxPlain.push(
      await measure(
        { ...paced, rounds: copy.plain, everyMs: segmentSeconds * 1000, together: false },
        theirs,
        plainRate,
      ),
    )
  }
  tell('low-latency HLS', figures.low, figures.nginxLow, copy)
  tell('plain HLS', figures.plain, figures.nginxPlain, copy)
  say(
    `memory of the server: ${(percentile(figures.memory, 0.5) / 1024).toFixed(1)} MB for 1,000 blocked viewers`,
  )
}

function tell(name: string, ours: readonly number[], theirs: readonly number[], { kbps }: Snapshot): void {
  const [our, their] = [percentile(ours, 0.5), percentile(theirs, 0.5)]
  say(
    `${name}, viewers a core at ${kbps} kbit/s: ${Math.round(1 / our)}; nginx ${Math.round(1 / their)}; ` +
      `ratio ${(their / our).toFixed(2)} (medians of ${rounds})`,
  )
}

/**
 * CPU seconds of a server for one viewer-second: by what was really asked, should the crowd not keep up. Without a
 * crowd, CPU seconds a second.
 */
async function measure(
  job: CrowdJob | null,
  cpu: () => number,
  rate: number,
  atTheEnd?: () => void,
): Promise<number> {
  if (job === null) {
    const before = cpu()
    await sleep(seconds * 500)
    return (cpu() - before) / (seconds / 2)
  }
  await using crowd = await startCrowd(job)
  await sleep(3000)
  const [began, tally, used] = [performance.now(), await crowd.tally(), cpu()]
  await sleep(seconds * 1000)
  const [after, cpuSeconds] = [await crowd.tally(), cpu() - used]
  const wall = (performance.now() - began) / 1000
  atTheEnd?.()
  const requests = after.requests - tally.requests
  const expected = job.viewers * rate * wall
  if (after.errors > 0 || Math.abs(requests / expected - 1) > 0.1) {
    say(`  ${job.kind}: ${requests} requests instead of ${Math.round(expected)}, ${after.errors} errors`)
  }
  return cpuSeconds / (requests / rate)
}

type Snapshot = {
  readonly files: ReadonlyMap<string, Buffer>
  /** What a viewer asks for in each part's or segment's time, again and again. */
  readonly low: string[][]
  readonly plain: string[][]
  readonly kbps: number
}

/** What a live playlist lists, once its window is full. */
async function snapshot(server: BenchServer): Promise<Snapshot> {
  const get = async (name: string): Promise<Buffer | null> => {
    const answer = await fetch(`${server.site}${folder}/${name}`)
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null
  }
  for (;;) {
    const playlist = await get('index.m3u8')
    const lines = playlist?.toString().split('\n') ?? []
    const segments = lines.filter(line => /^\d+\.m4s$/.test(line))
    const parts = lines.flatMap(line => /^#EXT-X-PART:.*URI="([^"]+)"/.exec(line)?.[1] ?? [])
    if (playlist !== null && segments.length >= 6) {
      const names = [...segments, ...parts]
      const bodies = await Promise.all(names.map(get))
      const files = new Map([
        ['index.m3u8', playlist],
        ...bodies.flatMap((body, index) => (body ? [[names[index] ?? '', body] as const] : [])),
      ])
      const size = segments.reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0)
      return {
        files,
        low: parts.map(part => ['/index.m3u8', `/${part}`]),
        plain: segments.map(segment => ['/index.m3u8', `/${segment}`]),
        kbps: Math.round((size * 8) / 1000 / (segments.length * segmentSeconds)),
      }
    }
    await sleep(500)
  }
}
