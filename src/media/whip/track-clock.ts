import { Floor } from './floor.ts'

/** A packet that is earlier or later than this, beside those before it, comes from a clock that has jumped. */
const mostEarlyMs = 500
const mostLateMs = 10_000
/** The host's system clock was set, or its reports are about something else now. */
const reportJumpMs = 250
/** Reports that place a track farther from where its packets place it are wrong. */
const mostReportedMs = 750

/**
 * What is known of one stream's RTP clock: how it relates to the server's by the packets' arrival, and to the host's by
 * its Sender Reports. Times are milliseconds; `now` is on a clock that is never set.
 */
export class TrackClock {
  readonly #rate: number
  #last: { readonly timestamp: number; readonly ticks: number } | null = null
  readonly #arrivals = new Floor()
  readonly #reports = new Floor()

  /** `rate`: ticks a second. */
  constructor(rate: number) {
    this.#rate = rate
  }

  /** Whether the host has said how this clock relates to its others. */
  get reported(): boolean {
    return this.#reports.at(0) !== null
  }

  /** The time since this clock's beginning, which is anywhere. To be called in the order of sending. */
  read(timestamp: number, now: number): number {
    const ticks = this.#unwrap(timestamp)
    this.#last = { timestamp, ticks }
    const time = (ticks * 1000) / this.#rate
    const late = now - time - (this.#arrivals.at(now) ?? now - time)
    if (late < -mostEarlyMs || late > mostLateMs) {
      this.#arrivals.clear()
      this.#reports.clear()
    }
    this.#arrivals.add(now, now - time)
    return time
  }

  /** Takes a Sender Report, of packets that have been read. */
  report(ntpMs: number, timestamp: number, now: number): void {
    if (this.#last === null) return
    const offset = ntpMs - (this.#unwrap(timestamp) * 1000) / this.#rate
    if (Math.abs(offset - (this.#reports.at(now) ?? offset)) > reportJumpMs) this.#reports.clear()
    this.#reports.add(now, offset)
  }

  /** What has to be added to this clock's time to get the server's; null before the first packet. */
  offset(now: number): number | null {
    return this.#arrivals.at(now)
  }

  /**
   * How much more has to be added to this clock's time than to the other's, so that what was captured together is shown
   * together: by the reports of both, as long as they agree roughly with when the packets come. (Those of OBS 30, seen in
   * its libdatachannel, count from another random number in each track.) Null before the first packet of either.
   */
  ahead(other: TrackClock, now: number): number | null {
    const own = this.#arrivals.at(now)
    const others = other.#arrivals.at(now)
    if (own === null || others === null) return null
    const reported = this.#reports.at(now)
    const othersReported = other.#reports.at(now)
    if (reported === null || othersReported === null) return own - others
    const told = reported - othersReported
    return Math.abs(told - (own - others)) <= mostReportedMs ? told : own - others
  }

  #unwrap(timestamp: number): number {
    return this.#last === null ? timestamp : this.#last.ticks + ((timestamp - this.#last.timestamp) | 0)
  }
}
