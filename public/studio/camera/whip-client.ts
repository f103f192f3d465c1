import type { RoomView } from '../../../src/wire.ts'
import { backoffMs } from '../../shared/backoff.ts'
import { afterEvent, type Live, type LiveEvent, mayReturn } from './live-state.ts'
import { WhipDelayed, type WhipEndpoint, WhipRefused, WhipSession, type WhipTracks } from './whip-session.ts'

type Options = {
  /** Asked before each new session: the stream key may be another by then. */
  endpoint(signal: AbortSignal): Promise<WhipEndpoint>
  /** Asked before a new session takes the place of a lost one. */
  room(signal: AbortSignal): Promise<Pick<RoomView, 'state' | 'interrupted'>>
  /** What is to be sent now. */
  tracks(): WhipTracks
  onChange(live: Live): void
}

const longestPauseMs = 4_000
/** After a session was closed by the server it takes so long until the room shows who is live instead. */
const settledMs = 2_000

/** Keeps a device live: whatever breaks, it tries again, until it is stopped or another device has gone on. */
export class WhipClient {
  readonly #options: Options
  #live: Live = { name: 'idle' }
  #session: WhipSession | null = null
  #run: AbortController | null = null
  /** Cuts a pause between tries short. */
  #wake: () => void = () => {}

  constructor(options: Options) {
    this.#options = options
  }

  get live(): Live {
    return this.#live
  }

  /** Null while there is no session. */
  get connection(): RTCPeerConnection | null {
    return this.#session?.connection ?? null
  }

  /** Goes live, also where somebody else is: then their picture goes. */
  begin(): void {
    if (this.#run) return
    const run = new AbortController()
    this.#run = run
    this.#say({ name: 'begin' })
    this.#keepLive(run.signal).catch((error: unknown) => {
      if (!run.signal.aborted) throw error
    })
  }

  stop(): void {
    this.#end({ name: 'stop' })
  }

  /** There is a network again, or the page is back: not a moment to wait. */
  retryNow(): void {
    this.#wake()
  }

  async replace(track: MediaStreamTrack): Promise<void> {
    await this.#session?.replace(track)
  }

  async #keepLive(signal: AbortSignal): Promise<void> {
    // Whoever presses the button wants it, whoever else is live. Later, another device may have gone on.
    let asks = false
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (asks && !(await this.#mayReturn(signal))) return
        await this.#open(signal)
        attempt = 0
        // What is given up here is nobody else's yet.
        const outcome = await this.#untilOver(signal)
        asks = outcome !== 'vain'
        if (outcome === 'gone') await this.#pause(settledMs, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof WhipRefused) return this.#end({ name: 'refused', why: error.why })
        asks = this.#live.name === 'reconnecting'
        await this.#pause(pauseMs(attempt, error), signal)
      }
    }
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { endpoint, tracks } = this.#options
    const session = await WhipSession.open(await endpoint(signal), tracks(), signal)
    if (signal.aborted) {
      session.close()
      signal.throwIfAborted()
    }
    this.#session = session
    // They may have changed meanwhile.
    for (const track of Object.values(tracks())) await session.replace(track)
    this.#say({ name: 'connected' })
  }

  /** Brings the session back whenever it is lost, until only a new one helps. */
  async #untilOver(signal: AbortSignal): Promise<'gone' | 'forgotten' | 'vain'> {
    const session = this.#session
    if (!session) return 'gone'
    for (;;) {
      await session.lost(signal)
      signal.throwIfAborted()
      this.#say({ name: 'broken' })
      const outcome = await this.#restart(session, signal)
      if (outcome !== 'connected') {
        this.#session = null
        session.close()
        return session.forgotten ? 'forgotten' : outcome
      }
      this.#say({ name: 'connected' })
    }
  }

  async #restart(session: WhipSession, signal: AbortSignal): Promise<'connected' | 'gone' | 'vain'> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await session.restart(signal)
      } catch (error) {
        signal.throwIfAborted()
        await this.#pause(pauseMs(attempt, error), signal)
      }
    }
  }

  /** False: another device has gone on with the show. */
  async #mayReturn(signal: AbortSignal): Promise<boolean> {
    const may = mayReturn(await this.#options.room(signal))
    if (may === 'wait') throw new WhipDelayed('somebody is beginning', null)
    if (may === 'taken') this.#end({ name: 'taken' })
    return may === 'yes'
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = () => {}
        if (signal.aborted) reject(signal.reason)
        else resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done, { once: true })
      this.#wake = done
    })
  }

  #end(event: LiveEvent): void {
    this.#run?.abort()
    this.#run = null
    this.#session?.close()
    this.#session = null
    this.#say(event)
  }

  #say(event: LiveEvent): void {
    const next = afterEvent(this.#live, event, Date.now())
    if (next === this.#live) return
    this.#live = next
    this.#options.onChange(next)
  }
}

function pauseMs(attempt: number, error: unknown): number {
  const asked = error instanceof WhipDelayed ? error.afterMs : null
  return asked ?? backoffMs(attempt, Math.random, longestPauseMs)
}
