import type { Writable } from 'node:stream'
import ffmpeg from 'fluent-ffmpeg'
import type { ChildProcesses, OwnedProcess } from '../../child-process.ts'
import type { FfmpegCommand } from './args.ts'

export type FfmpegProcess = OwnedProcess & { readonly stdin: Writable }

/**
 * Runs FFmpeg. The only user of fluent-ffmpeg, which is archived: to replace it, replace this file.
 * `onLine` gets what FFmpeg prints on standard error. Aborting `signal` during the start leaves no process.
 * @throws when FFmpeg cannot be run, or the signal's reason.
 */
export async function startFfmpeg(
  command: FfmpegCommand,
  owner: ChildProcesses,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<FfmpegProcess> {
  // fluent-ffmpeg keeps the last lines to put the reason into its error; more would only be memory.
  const run = ffmpeg({ stdoutLines: 20, niceness: command.niceness ?? 0 })
  for (const { url, options } of command.inputs) run.input(url).inputOptions([...options])
  for (const { url, options } of command.outputs) run.output(url).outputOptions([...options])

  const { promise, resolve, reject } = Promise.withResolvers<FfmpegProcess>()
  run.on('stderr', onLine)
  run.on('error', reject)
  run.on('start', () => {
    // Its type does not tell, but from here on the command holds its child process.
    const child: unknown = Reflect.get(run, 'ffmpegProc')
    if (!isChild(child)) return reject(new Error('fluent-ffmpeg shows no process'))
    const owned = owner.own(child, 'ffmpeg')
    // A pipe to a process that is gone breaks; `exited` says what there is to say.
    child.stdin.on('error', () => {})
    if (signal.aborted) void owned.stop().then(() => reject(signal.reason))
    else resolve({ ...owned, stdin: child.stdin })
  })
  run.run()
  return promise
}

type Child = import('node:child_process').ChildProcess & { readonly stdin: Writable }

function isChild(value: unknown): value is Child {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && 'stdin' in value && value.stdin !== null
  )
}
