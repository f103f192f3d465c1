import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { configWith } from '../config/load.ts'
import { ladderArgs } from '../src/media/ladder/args.ts'
import { planLadder } from '../src/media/ladder/plan.ts'
import { cardBox } from '../src/overlay/card-box.ts'
import { feedRate } from '../src/overlay/feed-rate.ts'
import { yuvaBytes } from '../src/overlay/yuva.ts'
import { startBenchServer } from './bench-server.ts'
import { percentile, say } from './figures.ts'
import { readPlaylist } from './hls-follower.ts'
import { makeClip, paced, run } from './host.ts'
import { treeSeconds } from './process-time.ts'

const pairs = 3
const seconds = 15

/**
 * CPU of the whole server with one live room, a card in its picture, beside FFmpeg alone with the same ladder: the same
 * command line, the card's frames read from /dev/zero. Beside FFmpeg with no overlay at all too, for what a card costs.
 */
export async function benchCpu(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  const clip = join(folder, 'clip.flv')
  try {
    await makeClip(clip)
    const same: number[] = []
    const plain: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      const ours = await serverCpu(clip)
      const bare = await bareCpu(clip, true)
      const withoutCard = await bareCpu(clip, false)
      same.push(ours / bare)
      plain.push(ours / withoutCard)
      say(
        `  server ${percent(ours)}, bare FFmpeg ${percent(bare)}, without an overlay ${percent(withoutCard)} of a core`,
      )
    }
    say(
      `CPU of one live room beside bare FFmpeg with the same ladder: ${percentile(same, 0.5).toFixed(3)} ` +
        `(median of ${pairs}; goal ≤ 1.05); beside the ladder without an overlay: ${percentile(plain, 0.5).toFixed(3)}`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function serverCpu(clip: string): Promise<number> {
  await using server = await startBenchServer()
  const { id: productId } = await server.call<{ id: string }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
  })
  const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', {
    slug: 'a',
    title: 'A',
  })
  await using _host = run(paced(clip, `${server.rtmp}/${streamKey}`))
  while ((await readPlaylist(`${server.site}/hls/a/720p/index.m3u8`)) === null) await sleep(100)
  await server.call('PUT', '/api/v1/rooms/a/pin', { productId })
  return await share(server.pid)
}

async function bareCpu(clip: string, withCard: boolean): Promise<number> {
  const { ladder, hls, card } = configWith({})
  const info = { videoCodec: 'h264', width: 1280, height: 720, framesPerSecond: 30, audioCodec: 'aac' }
  const plan = planLadder(info, ladder, hls)
  const [{ width, height }] = plan.renditions
  const box = cardBox({ width, height })
  const framesPerSecond = feedRate(card.framesPerSecond, yuvaBytes(box))
  const command = ladderArgs({
    plan,
    card: withCard ? { url: '/dev/zero', pixelFormat: 'yuva420p', framesPerSecond, box } : null,
    skipMs: 0,
    container: 'flv',
    outputs: { pictures: plan.renditions.map(() => '/dev/null'), aac: '/dev/null', opus: '/dev/null' },
  })
  const inputs = command.inputs.flatMap(({ url, options }) => [...options, '-i', url])
  await using source = run(paced(clip, 'pipe:1'))
  const outputs = command.outputs.flatMap(({ url, options }) => [...options, url])
  await using ffmpeg = run(['-y', ...inputs, '-loglevel', 'quiet', '-nostats', ...outputs], 'pipe')
  if (source.child.stdout === null || ffmpeg.child.stdin === null) throw new Error('no pipe')
  // Which of the two ends first is of no interest.
  pipeline(source.child.stdout, ffmpeg.child.stdin).catch(() => undefined)
  await sleep(3000)
  return await share(ffmpeg.child.pid ?? 0)
}

// Awaited by its callers before they return: what they hold is let go at the return.
async function share(pid: number): Promise<number> {
  await sleep(3000)
  const before = treeSeconds(pid)
  await sleep(seconds * 1000)
  return (treeSeconds(pid) - before) / seconds
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
