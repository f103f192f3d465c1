import { join } from 'node:path'
import type { ChildProcesses } from '../../child-process.ts'
import { startFfmpeg } from '../ladder/ffmpeg.ts'
import { OutputSocket } from '../ladder/output-socket.ts'
import type { LadderPlan } from '../ladder/plan.ts'
import { BoxError } from '../packager/boxes.ts'
import { FragmentReader } from '../packager/fragment-reader.ts'
import { type InitSegment, parseInit } from '../packager/init-segment.ts'
import { parseFragment, type Sample } from '../packager/sample.ts'
import { longestGop, slateArgs } from './slate-args.ts'

/** One rendition of a slate: what has to be repeated to show it for ever. */
export type EncodedRendition = {
  readonly init: InitSegment
  /** A keyframe and the pictures that may follow it. */
  readonly gop: readonly Sample[]
  /** A frame of silence. */
  readonly silence: Sample
}

export type EncodeOptions = {
  readonly children: ChildProcesses
  /** A folder for sockets, and a name in it that no other run has. */
  readonly folder: string
  readonly name: string
}

/**
 * Encodes a PNG of the size of the top rendition once, by the plan's names. Aborting `signal` leaves nothing.
 * @throws when FFmpeg fails or gives something else, or the signal's reason.
 */
export async function encodeSlate(
  picture: Buffer,
  plan: LadderPlan,
  { children, folder, name }: EncodeOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EncodedRendition>> {
  signal.throwIfAborted()
  await using stack = new AsyncDisposableStack()
  const outputs: OutputSocket[] = []
  const written: Buffer[][] = []
  for (const [index] of plan.renditions.entries()) {
    const chunks: Buffer[] = []
    written.push(chunks)
    const output = await OutputSocket.start(join(folder, `${name}-v${index}.sock`), bytes =>
      chunks.push(bytes),
    )
    stack.defer(() => output.close())
    outputs.push(output)
  }
  let lastLine = ''
  const note = (line: string) => {
    if (line.trim() !== '') lastLine = line.trim().slice(0, 300)
  }
  const command = slateArgs(
    plan,
    outputs.map(output => output.url),
  )
  const process = await startFfmpeg(command, children, note, signal)
  stack.defer(() => process.stop())
  const halt = () => void process.stop()
  signal.addEventListener('abort', halt, { once: true })
  stack.defer(() => signal.removeEventListener('abort', halt))
  if (signal.aborted) halt()
  process.stdin.end(picture)
  const { code } = await process.exited
  signal.throwIfAborted()
  if (code !== 0) throw new Error(`FFmpeg cannot encode the slate (${lastLine})`)
  await Promise.all(outputs.map(output => output.finish()))

  return new Map(
    plan.renditions.map(({ name }, n) => [name, readRendition(Buffer.concat(written[n] ?? []), plan)]),
  )
}

/** @throws BoxError when this is not what the plan asks for. */
function readRendition(bytes: Buffer, plan: LadderPlan): EncodedRendition {
  let init: InitSegment | null = null
  const pictures: Sample[] = []
  const sound: Sample[] = []
  for (const piece of new FragmentReader().push(bytes)) {
    if (piece.kind === 'init') {
      init = parseInit(piece.bytes, piece.moov)
      continue
    }
    if (!init) throw new BoxError('a fragment before its moov')
    const { video, audio } = parseFragment(piece.bytes, piece.moof, init)
    pictures.push(...video)
    sound.push(...audio)
  }
  // The first frames of sound hold the encoder's name, and what it does to begin.
  const silence = sound.at(-1)
  const gop = pictures.slice(0, longestGop(plan))
  const asPlanned = gop.length === longestGop(plan) && gop.every(({ keyframe }, n) => keyframe === (n === 0))
  if (!init || !silence || !asPlanned) throw new BoxError('the slate is not what was asked for')
  return { init, gop, silence }
}
