import type { ChildProcess } from 'node:child_process'

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A running child; `exited` resolves when it is gone, however it went. */
export type OwnedProcess = {
  readonly name: string
  readonly pid: number
  readonly exited: Promise<Exit>
  /** Asks it to end (TERM), and ends it (KILL) if it has not gone by then. Resolves when it is gone. */
  stop(): Promise<void>
}

/** Owns every child process of the server: whatever is handed to it is gone when `close()` resolves. */
export class ChildProcesses {
  readonly #graceMs: number
  readonly #owned = new Set<OwnedProcess>()
  #closed = false

  /** `graceMs`: how long a child may take to end by itself after TERM. */
  constructor(graceMs = 2000) {
    this.#graceMs = graceMs
  }

  get size(): number {
    return this.#owned.size
  }

  /** Takes over a child that has been spawned; after `close()` such a latecomer is stopped at once. */
  own(child: ChildProcess, name: string): OwnedProcess {
    const { pid } = child
    if (pid === undefined) throw new Error(`${name} could not be started`)
    const { promise: exited, resolve } = Promise.withResolvers<Exit>()
    const graceMs = this.#graceMs
    let stopping: Promise<void> | undefined
    const owned: OwnedProcess = {
      name,
      pid,
      exited,
      stop() {
        stopping ??= endChild(child, exited, graceMs)
        return stopping
      },
    }
    this.#owned.add(owned)
    const gone = (exit: Exit) => {
      this.#owned.delete(owned)
      resolve(exit)
    }
    if (hasExited(child)) gone({ code: child.exitCode, signal: child.signalCode })
    else child.once('exit', (code, signal) => gone({ code, signal }))
    if (this.#closed) void owned.stop()
    return owned
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#owned].map(owned => owned.stop()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

async function endChild(child: ChildProcess, exited: Promise<Exit>, graceMs: number): Promise<void> {
  if (hasExited(child)) return
  child.kill('SIGTERM')
  // A stopped (SIGSTOP) or wedged child answers only to KILL.
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exited
  clearTimeout(timer)
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
