import { createHash } from 'node:crypto'
import type { ChildProcesses } from '../../child-process.ts'
import type { Logger } from '../../log.ts'
import type { LadderPlan } from '../ladder/plan.ts'
import type { DrawSlate } from '../ports.ts'
import { type Slate, slateOf } from './slate.ts'
import { encodeSlate } from './slate-encoder.ts'

export type SlatesOptions = {
  readonly draw: DrawSlate
  readonly children: ChildProcesses
  readonly log: Logger
  /** Folder for sockets. */
  readonly folder: string
  /** How long one encode may take, its waiting for others not counted. Milliseconds. */
  readonly limitMs?: number
}

/** Each is a keyframe of every rendition, some hundred kilobytes. */
const maxKept = 8

/** The slates of all rooms: drawn and encoded when a broadcast begins, and kept for its next interruption. */
export class Slates {
  readonly #options: SlatesOptions
  /** By picture and plan, the least recently wanted first. */
  readonly #kept = new Map<string, Promise<Slate>>()
  readonly #closing = new AbortController()
  /** One encode after the other: many rooms that go live at once must not take the machine from live pictures. */
  #queue: Promise<unknown> = Promise.resolve()
  #encodes = 0

  constructor(options: SlatesOptions) {
    this.#options = options
  }

  /** The room's slate as it is to be now. Null when there is none: it never rejects. */
  async prepare(slug: string, plan: LadderPlan): Promise<Slate | null> {
    const { draw, log } = this.#options
    try {
      const [{ width, height }] = plan.renditions
      const picture = await draw(slug, { width, height })
      return await this.#slate(picture, plan)
    } catch (error) {
      if (!this.#closing.signal.aborted) log.warn({ err: error, slug }, 'there is no slate')
      return null
    }
  }

  /** Resolves when no FFmpeg of it runs. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the server is closing'))
    await this.#queue
  }

  #slate(picture: Buffer, plan: LadderPlan): Promise<Slate> {
    const key = createHash('sha256').update(picture).update(JSON.stringify(plan)).digest('base64')
    const slate = this.#kept.get(key) ?? this.#inTurn(() => this.#encode(picture, plan))
    this.#kept.delete(key)
    this.#kept.set(key, slate)
    slate.catch(() => {
      if (this.#kept.get(key) === slate) this.#kept.delete(key)
    })
    for (const oldest of [...this.#kept.keys()].slice(0, -maxKept)) this.#kept.delete(oldest)
    return slate
  }

  async #encode(picture: Buffer, plan: LadderPlan): Promise<Slate> {
    const { children, folder, limitMs = 20_000 } = this.#options
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(limitMs)])
    const name = `slate${++this.#encodes}`
    return slateOf(plan, await encodeSlate(picture, plan, { children, folder, name }, signal))
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(task)
    this.#queue = done.catch(() => {})
    return done
  }
}
