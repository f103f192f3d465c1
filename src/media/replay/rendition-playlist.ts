import type { Recording } from './recording.ts'

/** Delta updates leave out what is older than this, if the target duration does not ask for more. Seconds. */
const skipSeconds = 60

/**
 * The media playlist of one rendition, rfc8216bis. Its text grows with the recording and is never written anew.
 *
 * It is of type EVENT, also with its ENDLIST: 6.2.1 forbids to change any part of an EVENT playlist, and players that
 * watched the end would see VOD in its place; to all of them both mean the same then (6.3.4). Every segment has its
 * date, because hls.js (1.7) does not keep the dates of segments that a delta update repeats without them.
 */
export class RenditionPlaylist {
  readonly #recording: Recording
  readonly #name: string
  #text = ''
  /** Where each segment begins in the text. */
  readonly #offsets: number[] = []
  #bits = 0
  #peak = 0

  constructor(recording: Recording, name: string) {
    this.#recording = recording
    this.#name = name
  }

  /** `skip`: a delta update, if there is anything to leave out. */
  text(skip: boolean): string {
    this.#grow()
    const ended = this.#recording.endedAt !== null
    const skipped = skip && !ended ? this.#skipped() : 0
    const lines = [
      '#EXTM3U',
      `#EXT-X-VERSION:${skipped > 0 ? 9 : 6}`,
      `#EXT-X-TARGETDURATION:${this.#recording.targetDuration}`,
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-PLAYLIST-TYPE:EVENT',
      `#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=${this.#skipBoundary.toFixed(1)}`,
      ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
    ]
    const segments = this.#text.slice(this.#offsets[skipped])
    return `${lines.join('\n')}\n${segments}${ended ? '#EXT-X-ENDLIST\n' : ''}`
  }

  /** Bits a second. */
  get average(): number {
    this.#grow()
    return this.#bits / this.#recording.seconds
  }

  /** Bits a second, of any row of segments that lasts from half to one and a half target durations (4.4.6.2). */
  get peak(): number {
    this.#grow()
    return this.#peak > 0 ? this.#peak : this.average
  }

  /** 4.4.3.8: at least six target durations. */
  get #skipBoundary(): number {
    return Math.max(skipSeconds, 6 * this.#recording.targetDuration)
  }

  /** How many segments end before the skip boundary. */
  #skipped(): number {
    let n = this.#offsets.length
    for (let seconds = 0; n > 0; n--) {
      if (seconds > this.#skipBoundary) break
      seconds += this.#recording.segment(n - 1)?.duration ?? 0
    }
    return n
  }

  #grow(): void {
    for (let n = this.#offsets.length; n < this.#recording.count; n++) {
      this.#offsets.push(this.#text.length)
      this.#text += this.#entry(n)
      this.#measure(n)
    }
  }

  #entry(n: number): string {
    const segment = this.#recording.segment(n)
    if (!segment) return ''
    const begins = n === 0 || this.#recording.segment(n - 1)?.run !== segment.run
    return [
      ...(segment.discontinuity ? ['#EXT-X-DISCONTINUITY\n'] : []),
      ...(begins ? [`#EXT-X-MAP:URI="init-${segment.run}.mp4"\n`] : []),
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(segment.since)).toISOString()}\n`,
      `#EXTINF:${segment.duration.toFixed(6)},\n`,
      `${n}.m4s\n`,
    ].join('')
  }

  #measure(n: number): void {
    this.#bits += this.#bitsOf(n)
    const target = this.#recording.targetDuration
    let bits = 0
    let seconds = 0
    for (let first = n; first >= 0; first--) {
      bits += this.#bitsOf(first)
      seconds += this.#recording.segment(first)?.duration ?? 0
      if (seconds > 1.5 * target) return
      if (seconds >= 0.5 * target) this.#peak = Math.max(this.#peak, bits / seconds)
    }
  }

  #bitsOf(n: number): number {
    return (this.#recording.slice(n, this.#name)?.length ?? 0) * 8
  }
}
