import type { Bus, StreamTold } from '../events.ts'
import { tellEveryMs } from './streams-elsewhere.ts'

/** Tells the processes that serve pages only how the streams of this one are: when they ask, and now and then. */
export class StreamsTeller {
  readonly #bus: Bus
  readonly #streams: () => readonly StreamTold[]
  #timer: NodeJS.Timeout | undefined
  #end: () => unknown = () => undefined

  constructor(bus: Bus, streams: () => readonly StreamTold[]) {
    this.#bus = bus
    this.#streams = streams
  }

  start(): void {
    this.#end = this.#bus.on('streams.asked', () => this.#tell())
    this.#timer = setInterval(() => this.#tell(), tellEveryMs)
    this.#tell()
  }

  /** To be called while the relay still carries: nobody else has the streams now. */
  close(): void {
    this.#end()
    clearInterval(this.#timer)
    this.#bus.publish('streams.told', { streams: [] })
  }

  #tell(): void {
    this.#bus.publish('streams.told', { streams: this.#streams() })
  }
}
