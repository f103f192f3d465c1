import { spawn } from 'node:child_process'
import type { ChildProcesses, OwnedProcess } from '../child-process.ts'
import { ConflictError } from '../errors.ts'
import type { Logger } from '../log.ts'

export type TestBroadcastState = 'stopped' | 'starting' | 'live'

export type TestBroadcastPorts = {
  /** Where a host of this room pushes to, the key included. */
  readonly pushUrl: (slug: string) => Promise<string>
  readonly isLive: (slug: string) => boolean
}

/** FFmpeg in the place of a host: for people who want to see it all work before they set up OBS. */
export class TestBroadcast {
  readonly #children: ChildProcesses
  readonly #ports: TestBroadcastPorts
  readonly #log: Logger
  #running: { readonly slug: string; readonly child: OwnedProcess } | null = null

  constructor(children: ChildProcesses, ports: TestBroadcastPorts, log: Logger) {
    this.#children = children
    this.#ports = ports
    this.#log = log
  }

  get state(): TestBroadcastState {
    if (this.#running === null) return 'stopped'
    return this.#ports.isLive(this.#running.slug) ? 'live' : 'starting'
  }

  /** @throws ConflictError when somebody is on air in that room already. */
  async start(slug: string): Promise<void> {
    if (this.#running?.slug === slug) return
    if (this.#ports.isLive(slug)) throw new ConflictError('on-air', 'A host is on air in this room.')
    const url = await this.#ports.pushUrl(slug)
    await this.stop()
    const child = this.#children.own(
      spawn('ffmpeg', testBroadcastArgs(url), { stdio: ['ignore', 'ignore', 'pipe'] }),
      `test broadcast to ${slug}`,
    )
    const running = { slug, child }
    this.#running = running
    this.#log.info({ slug, pid: child.pid }, 'test broadcast started')
    child.exited.then(({ code, signal }) => {
      if (this.#running === running) this.#running = null
      this.#log.info({ slug, exitCode: code, signal }, 'test broadcast ended')
    })
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.child.stop()
  }
}

/** A portrait picture that moves, with a clock, and a soft chord: cheap enough to run beside the ladder. */
function testBroadcastArgs(url: string): readonly string[] {
  const picture =
    'gradients=size=90x160:rate=25:speed=0.008:nb_colors=4:c0=0x2b1d17:c1=0x7a3b22:c2=0x24463f:c3=0x1d2733'
  const clock = [
    'scale=720:1280:flags=bilinear',
    "drawtext=font='Noto Sans CJK SC':text='测试直播 Test broadcast':fontsize=44:fontcolor=white:x=(w-text_w)/2:y=h*0.20",
    "drawtext=font='Noto Sans CJK SC':text='%{localtime\\:%T}':fontsize=110:fontcolor=white:x=(w-text_w)/2:y=h*0.26",
  ].join(',')
  const sound =
    'aevalsrc=0.03*sin(220*2*PI*t)+0.02*sin(277.2*2*PI*t)+0.02*sin(329.6*2*PI*t):sample_rate=48000'
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
    ...['-re', '-f', 'lavfi', '-i', `${picture},${clock}`],
    ...['-re', '-f', 'lavfi', '-i', sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', '50', '-b:v', '1800k', '-maxrate', '2200k', '-bufsize', '2200k'],
    ...['-c:a', 'aac', '-b:a', '96k', '-ac', '2', '-f', 'flv', url],
  ]
}
