import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { say } from './figures.ts'
import { makeClip, paced, run } from './host.ts'

const rooms = 3

type Footprint = {
  /** Resident; and what JavaScript holds of it, heap and buffers. */
  readonly megabytes: number
  readonly heap: number
  readonly buffers: number
  readonly descriptors: number
  readonly processes: number
  /** In the folders for sockets and below the data, recordings apart. */
  readonly files: number
}

/** BENCH_CYCLES (300) times a host goes live and stops: what is left of it in the server. */
export async function benchCycles(): Promise<void> {
  const cycles = Number(process.env.BENCH_CYCLES ?? 300)
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    await makeClip(join(folder, 'clip.flv'), '426x240')
    await using server = await startBenchServer(
      { STALLCAST_LADDER: '240p', TMPDIR: folder },
      {
        ladder: { preset: 'ultrafast' },
        hls: { segmentSeconds: 1, lingerSeconds: 1 },
        live: { stopSeconds: 0 },
        replay: { maxGigabytes: 0.01 },
      },
    )
    const keys = await Promise.all(
      Array.from({ length: rooms }, async (_, n) => {
        const room = { slug: `r${n}`, title: `R${n}` }
        return (await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)).streamKey
      }),
    )
    const each = Math.ceil(cycles / rooms)
    const tenth = Math.ceil(each / 10)
    const round = async (from: number, to: number) => {
      await Promise.all(
        keys.map(async (key, n) => {
          for (let count = from; count < to; count++)
            await cycle(server, `r${n}`, key, join(folder, 'clip.flv'))
        }),
      )
      return calm(server, folder)
    }
    const seen: Footprint[] = []
    for (let part = 0; part < 10; part += part === 0 ? 1 : 3) {
      const to = part === 0 ? tenth : Math.min(each, (part + 3) * tenth)
      seen.push(await round(part * tenth, to))
    }
    say(`${each * rooms} times live and stopped (goal: no growth): ${seen.map(text).join('; ')}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function cycle(server: BenchServer, slug: string, key: string, clip: string): Promise<void> {
  await using host = run(paced(clip, `${server.rtmp}/${key}`))
  await until(server, slug, 'live')
  host.child.kill('SIGTERM')
  await until(server, slug, 'offline')
}

async function until(server: BenchServer, slug: string, state: string): Promise<void> {
  while ((await server.call<{ state: string }>('GET', `/api/v1/rooms/${slug}`)).state !== state)
    await sleep(50)
}

/** Once what lingers is gone. */
async function calm(server: BenchServer, folder: string): Promise<Footprint> {
  await sleep(20_000)
  const metrics = await (await fetch(`${server.site}/metrics`)).text()
  const metric = (name: string) =>
    Math.round(Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]) / 2 ** 20)
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return {
    megabytes: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024),
    heap: metric('nodejs_heap_size_used_bytes'),
    buffers: metric('nodejs_external_memory_bytes'),
    descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
    processes: readdirSync('/proc').filter(name => /^\d+$/.test(name) && parentOf(name) === server.pid)
      .length,
    files: [folder, server.data]
      .flatMap(path => readdirSync(path, { recursive: true, encoding: 'utf8' }))
      .filter(name => !name.startsWith('recordings')).length,
  }
}

function parentOf(pid: string): number {
  try {
    return Number(/\) \w (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1])
  } catch {
    return 0
  }
}

const text = ({ megabytes, heap, buffers, descriptors, processes, files }: Footprint): string =>
  `${megabytes} MB (heap ${heap}, buffers ${buffers}), ${descriptors} descriptors, ${processes} processes, ${files} files`
