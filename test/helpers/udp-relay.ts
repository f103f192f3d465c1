import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** How one direction of a line behaves. */
export type Weather = {
  /** Share of datagrams that are lost, 0 to 1. */
  readonly loss: number
  readonly kbps: number
  /** Bytes that wait for the slow line before what follows is dropped: a quarter of a second at 1 Mbit/s. */
  readonly queueBytes: number
  /** Milliseconds on the way; up to `jitterMs` more, by chance. Nothing overtakes. */
  readonly delayMs: number
  readonly jitterMs: number
  /** Nothing comes through. */
  readonly blocked: boolean
}

type Server = { readonly address: string; readonly port: number }

export const fairWeather: Weather = {
  loss: 0,
  kbps: Number.POSITIVE_INFINITY,
  queueBytes: 32_000,
  delayMs: 0,
  jitterMs: 0,
  blocked: false,
}

/** One direction. The same datagrams are lost in each run, as far as the same are sent. */
export class Way {
  #weather = fairWeather
  #random: () => number
  /** When the line has sent all that waits, and when the last datagram arrives. */
  #freeAt = 0
  #lastArrival = 0
  #dropped = 0
  #passed = 0
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(seed: number) {
    this.#random = mulberry32(seed)
  }

  /** Datagrams so far. */
  get dropped(): number {
    return this.#dropped
  }

  get passed(): number {
    return this.#passed
  }

  set(changes: Partial<Weather>): void {
    this.#weather = { ...this.#weather, ...changes }
  }

  send(bytes: number, arrive: () => void): void {
    const { loss, kbps, queueBytes, delayMs, jitterMs, blocked } = this.#weather
    const now = performance.now()
    this.#freeAt = Math.max(this.#freeAt, now)
    const full = ((this.#freeAt - now) * kbps) / 8 > queueBytes
    if (blocked || full || this.#random() < loss) {
      this.#dropped++
      return
    }
    this.#passed++
    this.#freeAt += (bytes * 8) / kbps
    this.#lastArrival = Math.max(this.#lastArrival, this.#freeAt + delayMs + jitterMs * this.#random())
    const wait = this.#lastArrival - now
    if (wait < 1) {
      arrive()
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      arrive()
    }, wait)
    this.#timers.add(timer)
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}

/**
 * UDP of any number of clients on its way to a server and back, over a line that is as bad as is wanted. Before `server`
 * is known, everything is dropped.
 */
export class UdpRelay implements Disposable {
  readonly address: string
  /** From clients to the server, and back. */
  readonly up: Way
  readonly down: Way
  server: Server | null = null
  readonly #outer: Socket
  readonly #inner = new Map<string, Socket>()

  private constructor(outer: Socket, seed: number) {
    this.#outer = outer
    this.address = outer.address().address
    this.up = new Way(seed)
    this.down = new Way(seed + 1)
  }

  static async open({ address = '127.0.0.1', port = 0, seed = 1 } = {}): Promise<UdpRelay> {
    const outer = createSocket('udp4')
    outer.bind(port, address)
    await once(outer, 'listening')
    const relay = new UdpRelay(outer, seed)
    outer.on('message', (message, client) => relay.#forward(message, client))
    return relay
  }

  get port(): number {
    return this.#outer.address().port
  }

  close(): void {
    this.up.close()
    this.down.close()
    for (const socket of [this.#outer, ...this.#inner.values()]) socket.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #forward(message: Buffer, client: RemoteInfo): void {
    const key = `${client.address} ${client.port}`
    const inner = this.#inner.get(key) ?? this.#open(client)
    this.#inner.set(key, inner)
    const { server } = this
    if (server) this.up.send(message.length, () => inner.send(message, server.port, server.address))
  }

  #open(client: RemoteInfo): Socket {
    const inner = createSocket('udp4')
    inner.on('message', message =>
      this.down.send(message.length, () => this.#outer.send(message, client.port, client.address)),
    )
    return inner
  }
}

/** Numbers from 0 to 1, the same for each seed. By Tommy Ettinger, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
