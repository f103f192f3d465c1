import { randomId } from '../../shared/random-id.ts'

/** Which page of this device is its till. */
export type HoldState =
  | { readonly kind: 'asking' }
  /** This one, until `over` says that another has taken it. */
  | { readonly kind: 'here'; readonly over: AbortSignal }
  | { readonly kind: 'elsewhere' }
  /** It was this one. */
  | { readonly kind: 'taken' }

type Deps = {
  changed(state: HoldState): void
  /** Resolves when what this page had to write is written. */
  flush(): Promise<void>
  /** As `Kept`. */
  claim(): Promise<void>
  /** Left out where browsers have none: on plain http. */
  readonly locks?: LockManager | undefined
  /** For an answer of another page; milliseconds. */
  readonly patience?: number
}

type Word = 'who' | 'here' | 'let-go' | 'gone' | 'claimed'

const name = 'stallcast-till'
const words = new Set<unknown>(['who', 'here', 'let-go', 'gone', 'claimed'] satisfies Word[])

/**
 * Lets one page of a device be its till. A lock of the browser says whether there is one; on plain http, where browsers have
 * no locks, the pages ask one another. A page that takes the till over lets the other write down what it has in hand first.
 * What one that does not answer still writes is refused by `Kept`, so that nothing hangs on any of this being in time.
 */
export class TillHold {
  readonly #deps: Deps
  readonly #id = randomId()
  readonly #channel = new BroadcastChannel(name)
  readonly #patience: number
  #state: HoldState = { kind: 'asking' }
  #over: AbortController | null = null
  #release: (() => void) | null = null
  #heard: ((word: Word) => void) | null = null
  #busy = false
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#patience = deps.patience ?? 600
  }

  /** Takes the till if no page has it. */
  async start(): Promise<void> {
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data)
    await this.ask()
  }

  /** As `start`, later: the page that had it may have gone. */
  async ask(): Promise<void> {
    await this.#alone(async () => {
      if (await this.#isFree()) await this.#hold()
      else if (this.#state.kind === 'asking') this.#set({ kind: 'elsewhere' })
    })
  }

  /** Takes the till from the page that has it. */
  async take(): Promise<void> {
    await this.#alone(async () => {
      // A page that hangs says nothing: then it is not waited for.
      await this.#said('let-go', 'gone', this.#patience * 4)
      if (this.#deps.locks && !(await this.#lock(this.#deps.locks, { steal: true }))) return
      await this.#hold()
    })
  }

  /** Another page has it, whether it asked or not. */
  lose(): void {
    if (this.#state.kind !== 'here') return
    this.#over?.abort()
    this.#letLock()
    this.#set({ kind: 'taken' })
  }

  close(): void {
    this.#closed = true
    this.#channel.close()
    this.#over?.abort()
    this.#letLock()
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.#busy || this.#closed || this.#state.kind === 'here') return
    this.#busy = true
    try {
      await work()
    } finally {
      this.#busy = false
    }
  }

  async #hold(): Promise<void> {
    if (this.#closed) return this.#letLock()
    await this.#deps.claim()
    if (this.#closed || (this.#deps.locks && this.#release === null)) return
    this.#say('claimed')
    this.#over = new AbortController()
    this.#set({ kind: 'here', over: this.#over.signal })
  }

  /** Waits a moment: the page before a reload may still be on its way out. */
  async #isFree(): Promise<boolean> {
    const { locks } = this.#deps
    if (locks) return this.#lock(locks, { signal: AbortSignal.timeout(this.#patience) })
    return !(await this.#said('who', 'here', this.#patience))
  }

  /** Held until it is let or stolen; false when it was not to be had. */
  #lock(locks: LockManager, options: LockOptions): Promise<boolean> {
    return new Promise(resolve => {
      const held = () => {
        resolve(true)
        return new Promise<void>(release => {
          this.#release = release
        })
      }
      locks.request(name, options, held).catch(() => {
        // Not given in time, or stolen.
        this.#release = null
        resolve(false)
        this.lose()
      })
    })
  }

  #letLock(): void {
    this.#release?.()
    this.#release = null
  }

  /** Says something; true when another page gives that answer in time. */
  #said(word: Word, answer: Word, milliseconds: number): Promise<boolean> {
    return new Promise(resolve => {
      const end = (answered: boolean) => {
        clearTimeout(timer)
        this.#heard = null
        resolve(answered)
      }
      const timer = setTimeout(() => end(false), milliseconds)
      this.#heard = heard => {
        if (heard === answer) end(true)
      }
      this.#say(word)
    })
  }

  #say(word: Word): void {
    if (!this.#closed) this.#channel.postMessage({ word, from: this.#id })
  }

  #hear(data: unknown): void {
    if (typeof data !== 'object' || data === null) return
    const word: unknown = Reflect.get(data, 'word')
    if (!isWord(word) || Reflect.get(data, 'from') === this.#id) return
    this.#heard?.(word)
    if (this.#state.kind !== 'here') return
    if (word === 'who') this.#say('here')
    else if (word === 'claimed') this.lose()
    else if (word === 'let-go') void this.#hand()
  }

  async #hand(): Promise<void> {
    // First, so that nothing new is begun here.
    this.#over?.abort()
    this.#set({ kind: 'taken' })
    await this.#deps.flush()
    this.#letLock()
    this.#say('gone')
  }

  #set(state: HoldState): void {
    if (this.#closed) return
    this.#state = state
    this.#deps.changed(state)
  }
}

function isWord(value: unknown): value is Word {
  return words.has(value)
}
