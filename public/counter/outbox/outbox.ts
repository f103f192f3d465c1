import type { OrderView } from '../../../src/wire.ts'
import { ApiProblem } from '../../shared/api.ts'
import { backoffMs } from '../../shared/backoff.ts'
import type { Kept } from '../device/kept.ts'
import { isKeptSale, type KeptSale, type SaleBody } from './kept-sale.ts'

const prefix = 'sale:'
/** How many sent ones stay for another print of the receipt. */
const keptSent = 30

/** Into the shift that is open now, or in the name of who answers for it. */
export type SaleChange = Partial<Pick<SaleBody, 'shiftId' | 'soldBy'> & Pick<KeptSale, 'seller'>>

type Deps = {
  readonly kept: Kept
  /** One try. @throws ApiProblem */
  send(key: string, body: SaleBody): Promise<OrderView>
  /** Oldest first, after each change. */
  changed(sales: readonly KeptSale[]): void
  pause?(attempt: number): number
}

/**
 * Sales on their way to the server. Each is on the device before it is sent, and is sent with the same key until there
 * is an answer: so neither a lost line nor a closed page loses it, and no retry makes it two.
 */
export class Outbox {
  readonly #deps: Deps
  #sales: readonly KeptSale[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null
  #attempt = 0
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Takes up what an earlier page left. */
  async start(): Promise<void> {
    this.#sales = (await this.#deps.kept.readAll(prefix)).filter(isKeptSale).sort(bySoldAt)
    this.#deps.changed(this.#sales)
    this.retry()
  }

  /** Nothing is sent after this; what is on its way is its next owner's to send again, with the same key. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  /** Resolves once the sale is on the device; `more` is written with it, or neither is. */
  async put(
    sale: KeptSale & { readonly state: 'waiting' },
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.#keep(sale, more)
    this.retry()
  }

  /** Now rather than when the pause is over. */
  retry(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      const waiting = this.#sales.some(({ state }) => state === 'waiting')
      if (!waiting || this.#closed) return
      const wait = (this.#deps.pause ?? backoffMs)(this.#attempt)
      this.#timer = setTimeout(() => this.retry(), wait)
    })
  }

  /** Sends a refused one once more, with what somebody has put right. A refusal had no effect: the key is free. */
  async again(key: string, changed: SaleChange = {}): Promise<void> {
    const sale = this.#find(key)
    if (sale?.state !== 'refused') return
    const { refusal: _, ...rest } = sale
    const { seller, ...more } = changed
    await this.#keep({
      ...rest,
      body: { ...sale.body, ...more },
      ...(seller !== undefined && { seller }),
      state: 'waiting',
      tries: 0,
    })
    this.retry()
  }

  /** Somebody has dealt with it. `more` is written with it. */
  async settle(key: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#deps.kept.write({ [prefix + key]: undefined, ...more })
    this.#sales = this.#sales.filter(sale => sale.key !== key)
    this.#deps.changed(this.#sales)
  }

  /** In the order in which they were made, each once; stops where no answer comes at all. */
  async #run(): Promise<void> {
    try {
      await this.#sendAll()
    } catch (error) {
      if (!this.#closed) throw error
    }
  }

  async #sendAll(): Promise<void> {
    const tried = new Set<string>()
    for (;;) {
      const sale = this.#sales.find(({ key, state }) => state === 'waiting' && !tried.has(key))
      if (sale?.state !== 'waiting' || this.#closed) return
      tried.add(sale.key)
      try {
        const order = await this.#deps.send(sale.key, sale.body)
        this.#attempt = 0
        const { tries: _, ...rest } = sale
        await this.#keep({ ...rest, state: 'sent', order }, this.#old())
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error
        if (isPassing(error)) {
          this.#attempt += 1
          await this.#keep({ ...sale, tries: sale.tries + 1 })
          // The server fails at this one, perhaps: those behind it need not wait for that.
          if (error.status === 0 || error.status === 401) return
          continue
        }
        const { type, detail, members } = error
        await this.#keep({ ...sale, state: 'refused', refusal: { type, detail, members } })
      }
    }
  }

  async #keep(sale: KeptSale, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#deps.kept.write({ [prefix + sale.key]: sale, ...more })
    const known = this.#find(sale.key) !== undefined
    const gone = new Set(Object.keys(more).map(key => key.slice(prefix.length)))
    const others = this.#sales.filter(({ key, state }) => state !== 'sent' || !gone.has(key))
    this.#sales = known ? others.map(old => (old.key === sale.key ? sale : old)) : [...others, sale]
    this.#deps.changed(this.#sales)
  }

  #find(key: string): KeptSale | undefined {
    return this.#sales.find(sale => sale.key === key)
  }

  /** Sent ones whose receipt nobody will ask for any more. */
  #old(): Record<string, undefined> {
    const sent = this.#sales.filter(({ state }) => state === 'sent')
    const old = sent.slice(0, Math.max(0, sent.length + 1 - keptSent))
    return Object.fromEntries(old.map(({ key }) => [prefix + key, undefined]))
  }
}

/** It says nothing about the sale: the line, the server, or who is signed in just now. */
function isPassing({ status }: ApiProblem): boolean {
  return [0, 401, 403, 408, 429].includes(status) || status >= 500
}

function bySoldAt(a: KeptSale, b: KeptSale): number {
  return a.body.soldAt < b.body.soldAt ? -1 : 1
}
