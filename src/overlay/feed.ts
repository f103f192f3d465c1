import { Worker } from 'node:worker_threads'
import type { Logger } from '../log.ts'
import {
  beatMilliseconds,
  type FeedData,
  type FeedOrder,
  type FeedReport,
  type Frame,
  type FramedOrder,
} from './feed-messages.ts'

/** What happens to a run that was opened. */
export type FeedEvents = {
  /** FFmpeg hung up, or `closeRun` was called. */
  readonly onClosed: (run: number) => void
  /** The thread died or hung, and with it the socket: FFmpeg goes on without a card. */
  readonly onLost: (run: number) => void
}

type Run = FeedEvents & {
  readonly worker: Worker
  readonly listening: PromiseWithResolvers<void>
  readonly closed: PromiseWithResolvers<void>
  readonly tickets: Map<number, (index: number | null) => void>
}

/** So many beats missing in a row, and the thread counts as hung. FFmpeg stalls for that long at most. */
const missedBeats = 8

/**
 * The thread that feeds every FFmpeg, seen from outside. It is started when a run needs it and none is
 * there, and ended when it hangs.
 */
export class Feed {
  readonly #log: Logger
  readonly #script: URL
  readonly #runs = new Map<number, Run>()
  #worker: Worker | null = null
  #last = 0
  #closing: Promise<void> | null = null

  constructor(log: Logger, script: URL) {
    this.#log = log
    this.#script = script
  }

  /** Listens on a unix socket at `path`; `frame` is what goes out until the first `put`. */
  async open(path: string, frame: Frame, events: FeedEvents): Promise<number> {
    if (this.#closing) throw new Error('the feed is closed')
    this.#worker ??= this.#start()
    this.#last += 1
    const id = this.#last
    const run: Run = {
      ...events,
      worker: this.#worker,
      listening: Promise.withResolvers(),
      closed: Promise.withResolvers(),
      tickets: new Map(),
    }
    this.#runs.set(id, run)
    this.#send(run, { type: 'open', run: id, path, frame })
    await run.listening.promise
    return id
  }

  /** Resolves to the index of the first frame with it; null when the run is over. */
  put(id: number, frame: Frame): Promise<number | null> {
    const run = this.#runs.get(id)
    if (!run) return Promise.resolve(null)
    this.#last += 1
    const ticket = this.#last
    const { promise, resolve } = Promise.withResolvers<number | null>()
    run.tickets.set(ticket, resolve)
    this.#send(run, { type: 'put', run: id, ticket, frame })
    return promise
  }

  /** Resolves when the socket and its file are gone. */
  async closeRun(id: number): Promise<void> {
    const run = this.#runs.get(id)
    if (!run) return
    run.worker.postMessage({ type: 'close', run: id } satisfies FeedOrder)
    await run.closed.promise
  }

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map(id => this.closeRun(id)))
    await this.#worker?.terminate()
    this.#worker = null
  }

  #send(run: Run, order: FramedOrder): void {
    run.worker.postMessage(order, [order.frame.buffer])
  }

  #start(): Worker {
    const beats = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(this.#script, { workerData: { beats } satisfies FeedData, name: 'card feed' })
    const stopWatching = this.#watch(worker, beats)
    worker.on('message', (report: FeedReport) => this.#heard(report))
    worker.on('error', error => this.#log.error({ err: error }, 'the card feed failed'))
    worker.once('exit', () => {
      stopWatching()
      this.#lost(worker)
    })
    return worker
  }

  /** Counts checks, not time: when this thread itself was held up, the next check sees a beat and all is well. */
  #watch(worker: Worker, beats: Int32Array): () => void {
    let seen = 0
    let missed = 0
    const timer = setInterval(() => {
      const now = Atomics.load(beats, 0)
      // Until the first beat it is still starting.
      missed = now === seen && now > 0 ? missed + 1 : 0
      seen = now
      if (missed === missedBeats) {
        this.#log.error('the card feed hangs and is ended')
        if (this.#worker === worker) this.#worker = null
        void worker.terminate()
      }
    }, beatMilliseconds)
    timer.unref()
    return () => clearInterval(timer)
  }

  #heard(report: FeedReport): void {
    const run = this.#runs.get(report.run)
    if (!run) return
    if (report.type === 'listening') run.listening.resolve()
    else if (report.type === 'refused') run.listening.reject(new Error(`the card feed: ${report.reason}`))
    else if (report.type === 'taken') {
      run.tickets.get(report.ticket)?.(report.index)
      run.tickets.delete(report.ticket)
    } else {
      this.#over(report.run, run)
      run.onClosed(report.run)
    }
  }

  #lost(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null
    for (const [id, run] of this.#runs) {
      if (run.worker !== worker) continue
      run.listening.reject(new Error('the card feed died'))
      this.#over(id, run)
      run.onLost(id)
    }
  }

  #over(id: number, run: Run): void {
    this.#runs.delete(id)
    for (const settle of run.tickets.values()) settle(null)
    run.closed.resolve()
  }
}
