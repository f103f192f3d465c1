import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type ClockHost = AsyncDisposable & {
  /** The encoder: what a test kills or stops. */
  readonly encoder: ChildProcess
}

type Options = {
  readonly size?: readonly [number, number]
  readonly rate?: number
  readonly sound?: boolean
  /** As clock-frames.ts says. */
  readonly rough?: boolean
}

/** A host whose picture shows the wall clock (see clock-watch.ts), as OBS sends it but for `zerolatency`. */
export function startClockHost(url: string, options: Options = {}): ClockHost {
  const { size: [width, height] = [640, 360], rate = 25, sound = true, rough = false } = options
  const clock = spawn(
    process.execPath,
    [
      ...[join(import.meta.dirname, 'clock-frames.ts'), String(width), String(height), String(rate)],
      ...(rough ? ['rough'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const encoder = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-use_wallclock_as_timestamps', '1'],
      ...[
        '-f',
        'rawvideo',
        '-pix_fmt',
        'yuv420p',
        '-s',
        `${width}x${height}`,
        '-r',
        String(rate),
        '-i',
        'pipe:0',
      ],
      ...(sound ? ['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-c:a', 'aac'] : []),
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        '-threads',
        '1',
        '-g',
        String(rate),
      ],
      ...['-vsync', 'cfr', '-r', String(rate), '-f', 'flv', url],
    ],
    { stdio: [clock.stdout, 'ignore', 'ignore'] },
  )
  // Only the encoder is to hold the reading end, so that the clock ends with it.
  clock.stdout?.destroy()
  return {
    encoder,
    async [Symbol.asyncDispose]() {
      // A stopped process takes no other signal.
      for (const child of [encoder, clock]) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    },
  }
}
