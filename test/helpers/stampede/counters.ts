import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../shop/orders/shop-process.ts')

export type Reply = {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into any answer; a member that is not there fails it.
  readonly body: any
}

type Counter = { child: ChildProcess; url: Promise<string> }

/** Processes that serve one shop, each of which may be killed at any moment and comes up again. */
export class Counters {
  /** Requests that got no answer, because the process that had them was killed. */
  unanswered = 0
  /** Requests that were told to come again, since too many came at once. */
  busy = 0
  kills = 0
  readonly #args: readonly string[]
  readonly #counters: Counter[]

  private constructor(args: readonly string[], counters: Counter[]) {
    this.#args = args
    this.#counters = counters
  }

  static async start(folder: string, place: string, count: number): Promise<Counters> {
    const args = [folder, place]
    const counters = new Counters(
      args,
      Array.from({ length: count }, () => startCounter(args)),
    )
    await counters.up()
    return counters
  }

  get count(): number {
    return this.#counters.length
  }

  async up(): Promise<void> {
    await Promise.all(this.#counters.map(({ url }) => url))
  }

  /** Kills one, and begins to start it again. */
  kill(index: number): void {
    const counter = this.#counters[index % this.#counters.length]
    if (counter === undefined) return
    const { child } = counter
    // It is dead already, and its successor is not there yet.
    if (child.killed) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    this.kills++
    const next = gone.then(() => {
      const { child, url } = startCounter(this.#args)
      counter.child = child
      return url
    })
    next.catch(() => undefined)
    counter.url = next
  }

  async close(): Promise<void> {
    await this.up()
    await Promise.all(
      this.#counters.map(async ({ child }) => {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }),
    )
  }

  /**
   * Asks one of the processes, and again until there is an answer: that a connection broke says nothing about whether
   * what was asked for was done.
   */
  async call(
    index: number,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    for (let attempt = 0; ; attempt++) {
      try {
        // One may be killed before it has come up.
        const url = await this.#counters[(index + attempt) % this.#counters.length]?.url
        const answer = await fetch(`${url}${path}`, {
          method,
          headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const text = await answer.text()
        if (answer.status === 503) {
          this.busy++
          continue
        }
        return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
      } catch (error) {
        this.unanswered++
        if (attempt === 100) throw error
      }
    }
  }

  /** As staff, for what must succeed. */
  async staff(method: string, path: string, body?: unknown, key?: string): Promise<Reply['body']> {
    const headers = {
      authorization: 'Bearer staff',
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    const reply = await this.call(0, method, path, body, headers)
    if (reply.status >= 300)
      throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }
}

function startCounter(args: readonly string[]): Counter {
  const child = fork(program, [...args])
  const url = new Promise<string>((resolve, reject) => {
    child.once('message', port => resolve(`http://127.0.0.1:${port}`))
    child.once('exit', code => reject(new Error(`the shop's process ended with ${code} as it started`)))
  })
  // Who asks hears of it.
  url.catch(() => undefined)
  return { child, url }
}
