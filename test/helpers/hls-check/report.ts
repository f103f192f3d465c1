import type { Level } from './rule.ts'

export type Failure = {
  /** Its rule's id: section and short name. */
  readonly rule: string
  readonly section: string
  readonly level: Level
  readonly message: string
  /** The address of a media playlist; null: of the whole presentation. */
  readonly rendition: string | null
  /** RFC 3339: when it was seen first. */
  readonly at: string
  /** How often. */
  readonly times: number
}

export type Report = {
  readonly url: string
  readonly seconds: number
  readonly failures: readonly Failure[]
  /** How often each rule found something to judge; 0: this presentation has nothing that it is about. */
  readonly checked: Readonly<Record<string, number>>
  readonly renditions: readonly string[]
  readonly requests: number
  readonly playlists: number
  readonly maps: number
  readonly segments: number
  readonly parts: number
  readonly bytes: number
  /** The longest that the checker itself was held up, in ms: times are judged no more exactly. */
  readonly lagMs: number
}

const order: readonly Level[] = ['MUST', 'SHOULD', 'PRACTICE']

/** A report as lines for people: what failed by section, then what was looked at. */
export function describe(report: Report): string {
  const { failures, checked } = report
  const sorted = failures.toSorted(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      a.section.localeCompare(b.section, 'en', { numeric: true }) ||
      a.rule.localeCompare(b.rule),
  )
  const lines = sorted.map(({ rule, level, message, rendition, times, at }) => {
    const where = rendition === null ? '' : ` ${new URL(rendition).pathname}`
    return `${level.padEnd(8)} §${rule}${where} (${at}${times > 1 ? `, ${times} times` : ''})\n         ${message}`
  })
  const counts = Object.values(checked)
  const failed = (level: Level) =>
    new Set(failures.filter(failure => failure.level === level).map(({ rule }) => rule)).size
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${report.renditions.length} renditions, ${report.seconds.toFixed(1)} s: ${report.requests} requests, ` +
      `${report.playlists} playlists, ${report.maps} maps, ${report.segments} segments, ${report.parts} parts, ` +
      `${(report.bytes / 1e6).toFixed(1)} MB`,
    `${counts.filter(Boolean).length} of ${counts.length} rules had something to judge; ` +
      `failed: ${failed('MUST')} MUST, ${failed('SHOULD')} SHOULD, ${failed('PRACTICE')} PRACTICE`,
    '',
  ].join('\n')
}
