import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startBareSfu } from './bare-sfu.ts'
import { startBenchServer } from './bench-server.ts'
import { startCrowd } from './crowd.ts'
import { percentile, say } from './figures.ts'
import { makeClip, paced, plain, run } from './host.ts'
import { ownSeconds, treeSeconds } from './process-time.ts'

const viewers = Number(process.env.BENCH_VIEWERS ?? 150)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const seconds = 10
/** After the last one has joined. */
const settleMs = 4000
/** Noise makes the encoder use all that this one may: with sound and what RTP and SRTP add some 600 kbit/s. */
const rendition = '360p'

/** `perViewer`: CPU seconds of the server for a second of one viewer. */
type Load = { readonly perViewer: number; readonly kbps: number; readonly packets: number }

/**
 * CPU of the server, its SFU with it, for viewers by WebRTC, beside mediasoup alone that forwards the same pictures and
 * sound to the same viewers: they are no browsers, but connect by ICE and DTLS, and send the same reports. Both without
 * what they need when nobody watches.
 */
export async function benchWebRtcViewers(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  try {
    const [clip, copy] = [join(folder, 'clip.flv'), join(folder, 'copy.ts')]
    await makeClip(clip, '640x360', 10, 'noise=alls=16:allf=t')
    const ours = await server(clip, copy)
    const bare = await alone(copy)
    const rate = (loads: readonly Load[], of: (load: Load) => number) => percentile(loads.map(of), 0.5)
    const said = (loads: readonly Load[]) =>
      `${Math.round(1 / rate(loads, ({ perViewer }) => perViewer))} ` +
      `(${rate(loads, ({ kbps }) => kbps).toFixed(0)} kbit/s and ${rate(loads, ({ packets }) => packets).toFixed(0)} packets/s each)`
    const ratio = rate(bare, ({ perViewer }) => perViewer) / rate(ours, ({ perViewer }) => perViewer)
    say(
      `WebRTC, viewers a core: ${said(ours)}; mediasoup alone ${said(bare)}; ratio ${ratio.toFixed(2)} ` +
        `(medians of ${rounds} with ${viewers} viewers)`,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Also leaves what a viewer gets in the file `copy`. */
async function server(clip: string, copy: string): Promise<Load[]> {
  const rtc = { viewers: viewers + 10, viewersPerWorker: viewers + 10, announcedAddress: '127.0.0.1' }
  const env = { STALLCAST_LADDER: rendition, STALLCAST_PRESET: 'ultrafast' }
  await using server = await startBenchServer(env, { rtc })
  const room = { slug: 'a', title: 'A' }
  const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)
  await using _host = run(paced(clip, `${server.rtmp}/${streamKey}`))
  while ((await server.call<{ state: string }>('GET', '/api/v1/rooms/a')).state !== 'live') await sleep(100)
  await promisify(execFile)('ffmpeg', [
    ...['-loglevel', 'error', '-y', '-i', `${server.site}/hls/a/${rendition}/index.m3u8`, '-t', '10'],
    ...['-c:v', 'copy', '-c:a', 'libopus', '-b:a', '96k', '-application', 'lowdelay', copy],
  ])
  const cpu = () => ownSeconds(server.pid) + treeSeconds(server.pid, /^mediasoup/)
  return await measure(Number(new URL(server.site).port), cpu)
}

async function alone(copy: string): Promise<Load[]> {
  await using bare = await startBareSfu()
  const { video, audio } = await bare.plain()
  await using _host = run(plain(copy, video, audio))
  await sleep(1000)
  return await measure(Number(new URL(bare.site).port), () => ownSeconds(bare.pid))
}

async function measure(port: number, cpu: () => number): Promise<Load[]> {
  const loads: Load[] = []
  for (let round = 0; round < rounds; round++) {
    const before = cpu()
    await sleep(seconds * 500)
    const idle = (cpu() - before) / (seconds / 2)
    await using crowd = await startCrowd({ kind: 'webrtc', viewers, port })
    await sleep(settleMs)
    const [began, tally, used] = [performance.now(), await crowd.tally(), cpu()]
    await sleep(seconds * 1000)
    const [after, busy] = [await crowd.tally(), cpu() - used]
    const viewerSeconds = (viewers * (performance.now() - began)) / 1000
    const per = (name: 'bytes' | 'requests') => (after[name] - tally[name]) / viewerSeconds
    loads.push({
      perViewer: busy / viewerSeconds - idle / viewers,
      kbps: (per('bytes') * 8) / 1000,
      packets: per('requests'),
    })
  }
  return loads
}
