import { partSeconds, partsPerSegment, type SampleRendition, type SampleRun } from './sample-media.ts'

export type Kind = 'live' | 'event' | 'vod'

type SampleSegment = {
  readonly msn: number
  readonly run: number
  readonly discontinuity: boolean
  readonly sequence: number
  readonly date: number
}

const startedAt = Date.parse('2026-11-11T11:00:00.000Z')
const firstMsn = 1000
const firstSequence = 7
/** Segments in a live playlist. */
const window = 8
/** Runs are so far apart. */
const pauseMs = 700

export type Reply = { readonly text?: string; readonly bytes?: Buffer; readonly status?: number }

/** A well-made stream of two runs, part by part: what a server should say of it at any time. */
export class SampleStream {
  readonly #kind: Kind
  readonly #runs: readonly SampleRun[]
  readonly #segments: readonly SampleSegment[]
  readonly #total: number
  /** How many parts have come. */
  #parts: number
  #ended = false
  #waiting: (() => void)[] = []

  /** `history`: segments that are there from the beginning. */
  constructor(kind: Kind, runs: readonly SampleRun[], history: number) {
    this.#kind = kind
    this.#runs = runs
    const segments: SampleSegment[] = []
    let date = startedAt
    for (const [run, renditions] of runs.entries()) {
      const [{ segments: own } = { segments: [] }] = renditions.values()
      for (let n = 0; n < own.length; n++) {
        const discontinuity = run > 0 && n === 0
        segments.push({
          msn: (kind === 'live' ? firstMsn : 0) + segments.length,
          run,
          discontinuity,
          sequence: (kind === 'live' ? firstSequence : 0) + run,
          date,
        })
        date += 1000
      }
      date += pauseMs
    }
    this.#segments = segments
    this.#total = segments.length * partsPerSegment
    this.#parts = kind === 'vod' ? this.#total : history * partsPerSegment
    this.#ended = kind === 'vod'
  }

  /** The number of the newest whole segment. */
  get newest(): number {
    return (this.#segments[0]?.msn ?? 0) + Math.floor(this.#parts / partsPerSegment) - 1
  }

  get ended(): boolean {
    return this.#ended
  }

  /** The next part, or the end behind the last. */
  advance(): void {
    if (this.#parts < this.#total) this.#parts++
    else this.#ended = true
    for (const wake of this.#waiting.splice(0)) wake()
  }

  async until(good: () => boolean): Promise<void> {
    while (!good() && !this.#ended) await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  /** Answers a path, when it may be answered. */
  async reply(path: string, query: URLSearchParams): Promise<Reply> {
    if (path === '/index.m3u8') return { text: this.#multivariant() }
    const [, name = '', file = ''] = /^\/(large|small)\/([^/]+)$/.exec(path) ?? []
    if (file === 'index.m3u8') return await this.#playlistReply(name, query)
    const [, run] = /^init-(\d)\.mp4$/.exec(file) ?? []
    const init = run === undefined ? undefined : this.#runs[Number(run)]?.get(name)?.init
    if (init) return { bytes: init }
    const [, msn, part] = /^(\d+)(?:\.(\d))?\.m4s$/.exec(file) ?? []
    const index = Number(msn) - (this.#segments[0]?.msn ?? 0)
    if (!(index >= 0)) return { status: 404 }
    const at = index * partsPerSegment + (part === undefined ? partsPerSegment : Number(part) + 1)
    // Only the next part is hinted at.
    if (at > this.#parts + 1 || (part === undefined && at > this.#parts)) return { status: 404 }
    await this.until(() => at <= this.#parts)
    if (at > this.#parts) return { status: 404 }
    const media = this.#media(index, name)
    return {
      bytes: part === undefined ? Buffer.concat([...media]) : (media[Number(part)] ?? Buffer.alloc(0)),
    }
  }

  async #playlistReply(name: string, query: URLSearchParams): Promise<Reply> {
    if (this.#kind === 'live' && !this.#ended) {
      const msn = query.get('_HLS_msn')
      const part = query.get('_HLS_part')
      if (msn === null && part !== null) return { status: 400 }
      const first = this.#segments[0]?.msn ?? 0
      const wanted =
        (Number(msn) - first) * partsPerSegment + (part === null ? partsPerSegment : Number(part) + 1)
      if (msn !== null && wanted > this.#parts + 3 * partsPerSegment) return { status: 400 }
      if (msn !== null) await this.until(() => this.#parts >= wanted)
    }
    return { text: this.#playlist(name, this.#kind === 'live' && query.get('_HLS_skip') === 'YES') }
  }

  #media(index: number, name: string): readonly Buffer[] {
    const segment = this.#segments[index]
    const first = this.#segments.findIndex(({ run }) => run === segment?.run)
    const rendition: SampleRendition | undefined = this.#runs[segment?.run ?? 0]?.get(name)
    return rendition?.segments[index - first] ?? []
  }

  #multivariant(): string {
    const run = this.#segments[Math.max(0, Math.ceil(this.#parts / partsPerSegment) - 1)]?.run ?? 0
    const lines = ['#EXTM3U', '#EXT-X-INDEPENDENT-SEGMENTS']
    for (const [name, size] of run === 0 ? sizes : otherSizes) {
      const bits = this.#segments
        .map((segment, n) => (this.#kind === 'live' && segment.run !== run ? null : this.#media(n, name)))
        .flatMap(parts => (parts ? [Buffer.concat([...parts]).length * 8] : []))
      const average = Math.ceil(bits.reduce((sum, each) => sum + each, 0) / bits.length)
      lines.push(
        `#EXT-X-STREAM-INF:BANDWIDTH=${Math.max(...bits)},AVERAGE-BANDWIDTH=${average},` +
          `CODECS="avc1.42c00d,mp4a.40.2",` +
          `RESOLUTION=${size},FRAME-RATE=25.000`,
        `${name}/index.m3u8`,
      )
    }
    return `${lines.join('\n')}\n`
  }

  #playlist(name: string, skip: boolean): string {
    const live = this.#kind === 'live'
    const whole = Math.floor(this.#parts / partsPerSegment)
    const from = live ? Math.max(0, whole - window) : 0
    const listed = this.#segments.slice(from, whole)
    const skipped = skip && !this.#ended ? listed.length - 6 : 0
    const lines = ['#EXTM3U', `#EXT-X-VERSION:${skipped > 0 ? 9 : 6}`, '#EXT-X-TARGETDURATION:1']
    if (live) {
      const [first] = listed
      lines.push(
        '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=6,HOLD-BACK=3,PART-HOLD-BACK=0.6',
        `#EXT-X-PART-INF:PART-TARGET=${partSeconds}`,
        `#EXT-X-MEDIA-SEQUENCE:${first?.msn}`,
        `#EXT-X-DISCONTINUITY-SEQUENCE:${(first?.sequence ?? 0) - (first?.discontinuity ? 1 : 0)}`,
      )
    } else lines.push(`#EXT-X-PLAYLIST-TYPE:${this.#kind.toUpperCase()}`)
    if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`)
    let run: number | null = null
    const open = this.#segments[whole]
    const count = this.#parts % partsPerSegment
    for (const [n, segment] of [...listed, ...(live && open && count > 0 ? [open] : [])].entries()) {
      if (n < skipped) continue
      const isOpen = n === listed.length
      if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
      if (segment.run !== run) lines.push(`#EXT-X-MAP:URI="init-${segment.run}.mp4"`)
      run = segment.run
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.date).toISOString()}`)
      const recent = live && !this.#ended && n >= listed.length - 3
      for (let part = 0; recent && part < (isOpen ? count : partsPerSegment); part++)
        lines.push(this.#part(segment, part))
      if (!isOpen) lines.push('#EXTINF:1.00000,', `${segment.msn}.m4s`)
    }
    if (this.#ended) lines.push('#EXT-X-ENDLIST')
    else if (live) this.#edge(name, lines)
    return `${lines.join('\n')}\n`
  }

  #part({ msn }: SampleSegment, part: number): string {
    const independent = part === 0 ? ',INDEPENDENT=YES' : ''
    return `#EXT-X-PART:DURATION=${partSeconds.toFixed(5)},URI="${msn}.${part}.m4s"${independent}`
  }

  #edge(name: string, lines: string[]): void {
    const msn = (index: number) => (this.#segments[0]?.msn ?? 0) + Math.floor(index / partsPerSegment)
    const other = name === 'large' ? 'small' : 'large'
    const last = this.#parts - 1
    const next = this.#parts % partsPerSegment
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${msn(this.#parts)}.${next}.m4s"`)
    lines.push(
      `#EXT-X-RENDITION-REPORT:URI="../${other}/index.m3u8",LAST-MSN=${msn(last)},LAST-PART=${last % partsPerSegment}`,
    )
  }
}

const sizes: [string, string][] = [
  ['large', '320x180'],
  ['small', '160x90'],
]
const otherSizes: [string, string][] = [
  ['large', '240x180'],
  ['small', '120x90'],
]
