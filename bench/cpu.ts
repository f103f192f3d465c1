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
import { ownSeconds, treeSeconds } from './process-time.ts'
import { RtcViewer } from './rtc-viewer.ts'

const pairs = Number(process.env.BENCH_PAIRS ?? 3)
const seconds = 15

/** In cores. */
type Shares = { readonly node: number; readonly ffmpeg: number; readonly sfu: number }

/**
 * CPU of the whole server with one live room, a card in its picture, watched by HLS and then by WebRTC too, beside
 * FFmpeg alone with the same ladder: the same command line, the card's frames read from /dev/zero, everything written
 * to /dev/null. Beside FFmpeg with no overlay at all too, for what a card costs.
 */
export async function benchCpu(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  const clip = join(folder, 'clip.flv')
  try {
    await makeClip(clip)
    const same: number[] = []
    const plain: number[] = []
    const withRtc: number[] = []
    const sfu: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      const ours = await serverCpu(clip)
      const bare = await bareCpu(clip, true)
      const withoutCard = await bareCpu(clip, false)
      same.push(own(ours.hls) / bare)
      plain.push(own(ours.hls) / withoutCard)
      withRtc.push(own(ours.webrtc) / bare)
      sfu.push(ours.webrtc.sfu / bare)
      say(
        `  server with HLS ${told(ours.hls)}; with HLS and a viewer by WebRTC ${told(ours.webrtc)}; ` +
          `bare FFmpeg ${percent(bare)}, without an overlay ${percent(withoutCard)} of a core`,
      )
    }
    say(
      `CPU of one live room beside bare FFmpeg with the same ladder: ${percentile(same, 0.5).toFixed(3)} ` +
        `(median of ${pairs}; goal ≤ 1.05); beside the ladder without an overlay: ${percentile(plain, 0.5).toFixed(3)}`,
    )
    say(
      `with a viewer by WebRTC, Node and FFmpeg: ${percentile(withRtc, 0.5).toFixed(3)} (goal ≤ 1.05), ` +
        `and the SFU's own share ${percentile(sfu, 0.5).toFixed(3)}`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function serverCpu(clip: string): Promise<{ hls: Shares; webrtc: Shares }> {
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
  const hls = await sharesOf(server.pid)
  const viewer = await RtcViewer.join(`${server.site}/whep/a`)
  const webrtc = await sharesOf(server.pid)
  if (viewer.packets < seconds * 50) throw new Error(`only ${viewer.packets} packets came by WebRTC`)
  await viewer.close()
  return { hls, webrtc }
}

async function sharesOf(pid: number): Promise<Shares> {
  const used = await share(() => [
    ownSeconds(pid),
    treeSeconds(pid, /^ffmpeg/),
    treeSeconds(pid, /^mediasoup/),
  ])
  const [node = 0, ffmpeg = 0, sfu = 0] = used
  return { node, ffmpeg, sfu }
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
    matrix: 'bt709',
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
  const pid = ffmpeg.child.pid ?? 0
  const [used = 0] = await share(() => [treeSeconds(pid)])
  return used
}

/** By how much some counts of CPU seconds grow in a second. Awaited by its callers before what they hold is let go. */
async function share(counts: () => readonly number[]): Promise<number[]> {
  await sleep(3000)
  const before = counts()
  await sleep(seconds * 1000)
  return counts().map((count, n) => (count - (before[n] ?? 0)) / seconds)
}

const own = ({ node, ffmpeg }: Shares): number => node + ffmpeg
const told = ({ node, ffmpeg, sfu }: Shares): string =>
  `${percent(node + ffmpeg + sfu)} (Node ${percent(node)}, FFmpeg ${percent(ffmpeg)}, SFU ${percent(sfu)})`
const percent = (cores: number): string => `${(cores * 100).toFixed(1)} %`
