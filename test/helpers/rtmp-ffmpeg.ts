import { type ChildProcess, spawn } from 'node:child_process'
import type { Test } from 'tap'

export type Ffmpeg = {
  readonly child: ChildProcess
  readonly exited: Promise<{ readonly code: number | null; readonly stderr: string }>
}

export type Broadcast = {
  readonly size?: string
  readonly rate?: number
  readonly seconds?: number
  readonly audio?: boolean
  readonly realtime?: boolean
  readonly encoder?: readonly string[]
}

/** A real ffmpeg that is gone when the test is. */
export function startFfmpeg(t: Test, args: readonly string[]): Ffmpeg {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', bytes => {
    stderr += String(bytes)
  })
  const exited = new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, stderr }))
  })
  t.teardown(async () => {
    // A stopped process takes no other signal.
    child.kill('SIGKILL')
    await exited
  })
  return { child, exited }
}

/** Pushes a small test picture and a tone, cheaply encoded unless `encoder` says otherwise. */
export function broadcast(t: Test, url: string, options: Broadcast = {}): Ffmpeg {
  const { size = '320x180', rate = 25, seconds, audio = true, realtime = true } = options
  const pace = realtime ? ['-re'] : []
  const video = [...pace, '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}`]
  const sound = audio ? [...pace, '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : []
  const encoder = options.encoder ?? ['-preset', 'ultrafast', '-tune', 'zerolatency', '-g', `${rate * 2}`]
  return startFfmpeg(t, [
    ...video,
    ...sound,
    ...(seconds === undefined ? [] : ['-t', `${seconds}`]),
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-threads', '1', ...encoder],
    ...(audio ? ['-c:a', 'aac', '-b:a', '96k'] : []),
    ...['-f', 'flv', url],
  ])
}
