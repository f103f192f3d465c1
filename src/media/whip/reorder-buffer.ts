import type { RtpPacket } from './rtp-packet.ts'

export type OrderedPacket = RtpPacket & {
  /** Milliseconds on a clock that is never set. */
  readonly arrivedAt: number
  /** Something before it is missing and will not come. */
  readonly afterLoss: boolean
}

/** What waits here at most: 250 ms of a stream of 60 Mbit/s. */
const mostPackets = 2048
const mostBytes = 2 * 1024 * 1024
/** A longer step, back or forth, is no loss but another beginning (MAX_DROPOUT in RFC 3550, A.1, and its reason). */
const longestStep = 3000

/**
 * Puts packets back in order. What is missing may still come, for it is asked for anew (NACK): it is waited for, but no
 * longer than `patienceMs` and with bounded memory. Packets that come twice or too late are dropped.
 */
export class ReorderBuffer {
  readonly #patienceMs: number
  readonly #deliver: (packet: OrderedPacket) => void
  /** By sequence number without its wrap, in the order in which they came. */
  readonly #waiting = new Map<number, RtpPacket & { readonly arrivedAt: number }>()
  #bytes = 0
  /** Sequence number without its wrap that is to be delivered next; null before the first. */
  #next: number | null = null
  #highest = 0
  #lost = false
  /** Follows a packet that was far from all others; null while there is none. */
  #elsewhere: number | null = null

  constructor(patienceMs: number, deliver: (packet: OrderedPacket) => void) {
    this.#patienceMs = patienceMs
    this.#deliver = deliver
  }

  /** `now`: milliseconds on a clock that is never set. */
  add(packet: RtpPacket, now: number): void {
    const number = this.#place(packet.sequence)
    if (number === null || this.#waiting.has(number)) return
    this.#waiting.set(number, { ...packet, arrivedAt: now })
    this.#bytes += packet.payload.length
    this.#release()
    while (this.#waiting.size > mostPackets || this.#bytes > mostBytes) this.#giveUp()
  }

  /** Gives up what has been waited for long enough. To be called every now and then. */
  expire(now: number): void {
    for (;;) {
      const [oldest] = this.#waiting.values()
      if (oldest === undefined || now - oldest.arrivedAt < this.#patienceMs) return
      this.#giveUp()
    }
  }

  /** The number without its wrap; null for what is dropped. */
  #place(sequence: number): number | null {
    if (this.#next === null) {
      this.#next = sequence
      this.#highest = sequence
    }
    const step = ((sequence - this.#highest) << 16) >> 16
    const number = this.#highest + step
    if (step > longestStep || number < this.#next - longestStep) return this.#restart(sequence)
    this.#elsewhere = null
    if (number < this.#next) return null
    this.#highest = Math.max(this.#highest, number)
    return number
  }

  /** One packet from elsewhere is a stray; two in a row are another beginning. */
  #restart(sequence: number): number | null {
    const confirmed = this.#elsewhere === sequence
    this.#elsewhere = confirmed ? null : (sequence + 1) & 0xffff
    if (!confirmed) return null
    while (this.#waiting.size > 0) this.#giveUp()
    this.#lost = true
    this.#next = sequence
    this.#highest = sequence
    return sequence
  }

  #giveUp(): void {
    this.#lost = true
    this.#next = Math.min(...this.#waiting.keys())
    this.#release()
  }

  #release(): void {
    for (;;) {
      const next = this.#next ?? 0
      const packet = this.#waiting.get(next)
      if (packet === undefined) return
      this.#waiting.delete(next)
      this.#bytes -= packet.payload.length
      this.#next = next + 1
      const afterLoss = this.#lost
      this.#lost = false
      this.#deliver({ ...packet, afterLoss })
    }
  }
}
