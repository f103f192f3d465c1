import { setTimeout as delay } from 'node:timers/promises'
import { createWorker } from 'mediasoup'
import type { WebRtcServer, Worker } from 'mediasoup/types'
import type { Logger } from '../../log.ts'
import { Announcement } from './announcement.ts'
import { listen } from './listener.ts'

export type WorkersOptions = {
  /** Worker processes to keep. */
  readonly workers: number
  /** Worker n listens on this UDP and TCP port + n; 0: on any that is free. */
  readonly port: number
  /** What clients reach this machine at: an address or a host name; null: found by itself. */
  readonly announcedAddress: string | null
  readonly log: Logger
  /** Default: what MEDIASOUP_WORKER_BIN names, or else what mediasoup's package holds. */
  readonly workerBin?: string
}

export type SfuReadiness = {
  /** Every worker runs. */
  readonly ready: boolean
  /** What is wrong, unless ready. */
  readonly reason?: string
  /** Workers that run. */
  readonly workers: number
}

/** A process, and the port on which it talks to hosts and viewers. */
export type MediaWorker = {
  readonly index: number
  readonly worker: Worker
  readonly server: WebRtcServer
}

type Slot =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly running: MediaWorker }
  | { readonly state: 'failed'; readonly reason: string }

/** Milliseconds that the start of the server waits for the workers. */
const startPatience = 10_000
/** Milliseconds that a worker may take to end when it is told to. */
const closePatience = 3000
/** A worker that ran for so long, in milliseconds, was sound: its death says nothing of the next one. */
const soundAfter = 60_000
/** Milliseconds: rooms wait for one that has run and died, nobody for one that cannot be started. */
const longestDelay = { died: 1000, neverRan: 60_000 }

/** How long to wait, in milliseconds, after so many failures in a row: 0.25 s, 0.5 s, … one second or one minute. */
export function retryDelay(failures: number, ran: boolean): number {
  return Math.min(ran ? longestDelay.died : longestDelay.neverRan, 250 * 2 ** (failures - 1))
}

/**
 * Keeps mediasoup's worker processes. One that cannot be started, or dies, is started again, and the server does
 * without it in the meantime: `ready()` says so.
 */
export class Workers {
  readonly announcement: Announcement
  readonly #options: WorkersOptions
  readonly #closing = new AbortController()
  readonly #slots: Slot[]
  #kept: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  private constructor(options: WorkersOptions) {
    this.#options = options
    this.announcement = new Announcement(options.announcedAddress, options.log)
    this.#slots = Array.from({ length: options.workers }, () => ({ state: 'starting' }))
  }

  /** Resolves when each worker runs or has failed once, at the latest after ten seconds. Never fails for a worker. */
  static async start(options: WorkersOptions): Promise<Workers> {
    const workers = new Workers(options)
    const tried = workers.#slots.map((_, index) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      return { promise, kept: workers.#keep(index, resolve) }
    })
    workers.#kept = Promise.all(tried.map(({ kept }) => kept))
    const timer = new AbortController()
    await Promise.race([
      Promise.all(tried.map(({ promise }) => promise)),
      delay(startPatience, undefined, { signal: timer.signal }),
    ])
    timer.abort()
    return workers
  }

  running(): readonly MediaWorker[] {
    return this.#slots.flatMap(slot => (slot.state === 'running' ? [slot.running] : []))
  }

  ready(): SfuReadiness {
    const workers = this.#slots.filter(({ state }) => state === 'running').length
    if (this.#closing.signal.aborted) return { ready: false, reason: 'closed', workers }
    if (workers === this.#slots.length) return { ready: true, workers }
    const reason = this.#slots
      .flatMap((slot, index) => {
        if (slot.state === 'running') return []
        return [`worker ${index}: ${slot.state === 'failed' ? slot.reason : 'is starting'}`]
      })
      .join('; ')
    return { ready: false, reason, workers }
  }

  /** Resolves when the processes are gone. */
  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #end(): Promise<void> {
    this.#closing.abort()
    for (const slot of this.#slots) if (slot.state === 'running') end(slot.running.worker)
    await this.#kept
  }

  async #listen(worker: Worker, index: number): Promise<WebRtcServer> {
    const { port } = this.#options
    return listen(worker, await this.announcement.listening(), port === 0 ? 0 : port + index)
  }

  /** Sees to it that a worker runs until the closing; calls `tried` after the first attempt. */
  async #keep(index: number, tried: () => void): Promise<void> {
    const { log, workerBin } = this.#options
    const { signal } = this.#closing
    for (let failures = 0; !signal.aborted; ) {
      const began = performance.now()
      let ran = false
      try {
        const worker = await createWorker({
          logLevel: 'error',
          ...(workerBin !== undefined && { workerBin }),
        })
        const died = whenGone(worker)
        const server = await this.#listen(worker, index).catch(async error => {
          end(worker)
          await died
          throw error
        })
        if (signal.aborted) end(worker)
        this.#slots[index] = { state: 'running', running: { index, worker, server } }
        ran = true
        log.info({ worker: index, pid: worker.pid }, 'media worker started')
        tried()
        const death = await died
        this.#slots[index] = { state: 'starting' }
        // Mediasoup itself closes its workers on SIGINT and SIGTERM: then the server is about to close too.
        if (death === null) return
        throw death
      } catch (error) {
        if (signal.aborted) break
        failures = performance.now() - began > soundAfter ? 1 : failures + 1
        this.#slots[index] = {
          state: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        }
        const retryMs = retryDelay(failures, ran)
        log.error({ worker: index, err: error, retryMs }, 'media worker failed')
        tried()
        await delay(retryMs, undefined, { signal }).catch(() => undefined)
      }
    }
    tried()
  }
}

/** Resolves when the process has gone: with an error if it died, with null if it was closed. */
function whenGone(worker: Worker): Promise<Error | null> {
  return new Promise(resolve => {
    let death: Error | null = null
    worker.once('died', error => {
      death = error
    })
    worker.once('subprocessclose', () => resolve(death))
  })
}

function end(worker: Worker): void {
  // Its number may be somebody else's by now.
  if (worker.subprocessClosed) return
  const { pid } = worker
  const timer = setTimeout(() => process.kill(pid, 'SIGKILL'), closePatience)
  worker.once('subprocessclose', () => clearTimeout(timer))
  worker.close()
}
