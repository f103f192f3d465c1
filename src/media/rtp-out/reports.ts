import { roomRtp } from '../rtc-ports.ts'
import type { RtpStream } from './rtp-stream.ts'

/** An RTP stream and where its reports go. */
export type Reported = { readonly rtp: RtpStream; readonly report: (packet: Buffer) => void }

/** Between the reports of a stream, in milliseconds. */
const intervalMs = 1000
/** Where no moment between keyframes comes. Milliseconds. */
const longestMs = 1500
/** Mediasoup believes a clock after three reports, and cannot change layers before. */
const firstReports = 4

/**
 * When to send sender reports: some behind the first packets of each stream, then one a second for all at once. Not
 * before a keyframe: mediasoup has a new guess of the clock with each report, and would compare layers by two guesses.
 */
export class Reports {
  readonly #now: () => number
  /** Streams that have sent something since the beginning, with how many early reports they still need. */
  readonly #streams = new Map<Reported, number>()
  #reportedAt = Number.NEGATIVE_INFINITY

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Only streams that send from now on are reported. */
  begin(): void {
    this.#streams.clear()
  }

  /** There is a listener who knows nothing yet. */
  repeat(): void {
    for (const stream of this.#streams.keys()) this.#streams.set(stream, firstReports)
  }

  /** The stream has sent something. `good`: mediasoup is not about to change layers. */
  sent(stream: Reported, good: boolean): void {
    const early = this.#streams.get(stream) ?? firstReports
    this.#streams.set(stream, Math.max(0, early - 1))
    const now = this.#now()
    const age = Math.abs(now - this.#reportedAt)
    if (age >= longestMs || (good && age >= intervalMs)) {
      this.#reportedAt = now
      for (const each of this.#streams.keys()) this.#report(each, now)
    } else if (early > 0) {
      this.#report(stream, now)
    }
  }

  #report({ rtp, report }: Reported, now: number): void {
    report(rtp.senderReport(now, roomRtp.cname))
  }
}
