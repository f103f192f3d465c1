import type { Evidence } from './evidence.ts'
import { Listing } from './fetched.ts'
import type { Failure, Report } from './report.ts'
import type { Fault, Rule, Verdict } from './rule.ts'
import { deltaRules, hintRules, reportRules, timingRules } from './rules/delivery-rules.ts'
import { httpRules } from './rules/http-rules.ts'
import { lowLatencyRules } from './rules/low-latency-rules.ts'
import { mediaPlaylistRules } from './rules/media-playlist-rules.ts'
import { mapRules, pairRules, partRules, segmentRules } from './rules/media-rules.ts'
import { multivariantRules } from './rules/multivariant-rules.ts'
import { presentationRules } from './rules/presentation-rules.ts'
import { textRules } from './rules/text-rules.ts'
import { updateRules } from './rules/update-rules.ts'
import { variantRules } from './rules/variant-rules.ts'
import { Scene, type Seen } from './scene.ts'

/** Every rule there is. */
export const allRules: readonly Pick<Rule<never>, 'id' | 'section' | 'level'>[] = [
  ...textRules,
  ...multivariantRules,
  ...mediaPlaylistRules,
  ...lowLatencyRules,
  ...updateRules,
  ...httpRules,
  ...deltaRules,
  ...hintRules,
  ...reportRules,
  ...timingRules,
  ...mapRules,
  ...segmentRules,
  ...partRules,
  ...pairRules,
  ...presentationRules,
  ...variantRules,
]

/** Different messages of one rule on one rendition that are kept. */
const maxMessages = 3

/** Judges what was seen. It depends on nothing else: the same evidence gives the same report. */
export function judge(evidence: Evidence): Report {
  const scene = new Scene(evidence)
  const court = new Court(evidence)
  const listings = new Map(
    scene.renditions.map(rendition => [rendition, new Listing(scene, rendition)] as const),
  )
  judgeTexts(scene, court)
  judgeRequests(scene, court, listings)
  for (const [rendition, listing] of listings) {
    judgeRendition(scene, court, rendition)
    judgeMedia(scene, court, rendition, listing)
  }
  for (const exchange of scene.asked('map')) {
    if (exchange.body?.kind !== 'media' || exchange.ask.encrypted) continue
    court.hear(mapRules, { exchange, media: exchange.body.media }, exchange.ask.rendition, exchange.endedAt)
  }
  const end = evidence.endedAt - evidence.startedAt
  for (const rules of [presentationRules, variantRules]) court.hear(rules, { scene, listings }, null, end)
  return court.report(scene)
}

function judgeTexts(scene: Scene, court: Court): void {
  for (const { exchange, text } of scene.texts) {
    const rendition = exchange.ask.kind === 'playlist' ? exchange.ask.rendition : null
    court.hear(textRules, { exchange, text }, rendition, exchange.endedAt)
  }
  for (const seen of scene.multivariants) court.hear(multivariantRules, seen, null, seen.exchange.endedAt)
  for (const seen of [...scene.playlists.values()].flat()) {
    const { rendition, exchange } = seen
    const subject = {
      ...seen,
      renditions: scene.renditions,
      expectLowLatency: scene.evidence.expect.lowLatency === true,
    }
    court.hear(mediaPlaylistRules, subject, rendition, exchange.endedAt)
    court.hear(lowLatencyRules, subject, rendition, exchange.endedAt)
    court.hear(reportRules, { seen, scene }, rendition, exchange.endedAt)
  }
  for (const delta of scene.deltas) {
    court.hear(deltaRules, { delta, scene }, delta.rendition, delta.exchange.endedAt)
  }
}

function judgeRequests(scene: Scene, court: Court, listings: ReadonlyMap<string, Listing>): void {
  for (const exchange of scene.evidence.exchanges) {
    const { ask } = exchange
    const rendition = 'rendition' in ask ? ask.rendition : null
    const listing = (rendition === null ? undefined : listings.get(rendition)) ?? null
    const seen = rendition === null ? [] : scene.seen(rendition)
    const known = latestBefore(seen, exchange.askedAt)
    court.hear(httpRules, { exchange, scene, listing, known }, rendition, exchange.endedAt)
  }
  for (const hint of scene.asked('part')) {
    const listing = listings.get(hint.ask.rendition)
    if (hint.ask.place !== null || !listing) continue
    const seen = scene.seen(hint.ask.rendition)
    court.hear(hintRules, { hint, listing, seen }, hint.ask.rendition, hint.endedAt)
  }
}

const latestBefore = (seen: readonly Seen[], at: number) =>
  seen.findLast(({ exchange }) => exchange.endedAt <= at)?.playlist ?? null

function judgeRendition(scene: Scene, court: Court, rendition: string): void {
  for (const client of ['plain', 'low-latency'] as const) {
    const chain = scene.chain(rendition, client)
    for (const [n, seen] of chain.entries()) {
      const old = chain[n - 1]?.playlist
      if (old) court.hear(updateRules, { old, now: seen.playlist }, rendition, seen.exchange.endedAt)
    }
  }
  court.hear(timingRules, { rendition, scene }, rendition, 0)
}

function judgeMedia(scene: Scene, court: Court, rendition: string, listing: Listing): void {
  const last = scene.seen(rendition).at(-1)?.playlist
  if (!last) return
  const independentSegments =
    last.independentSegments ||
    scene.multivariants.some(({ multivariant }) =>
      multivariant.text.lines.some(({ name }) => name === 'EXT-X-INDEPENDENT-SEGMENTS'),
    )
  const fetched = new Map(listing.fetchedParts.map(part => [`${part.listed.msn} ${part.listed.index}`, part]))
  for (const [n, segment] of listing.fetchedSegments.entries()) {
    const { msn } = segment.listed
    const at = segment.exchange.endedAt
    const parts = Array.from({ length: listing.partCounts.get(msn) ?? 0 }, (_, index) =>
      fetched.get(`${msn} ${index}`),
    )
    const whole = parts.filter(part => part !== undefined)
    const subject = {
      ...segment,
      playlist: last,
      independentSegments,
      parts: whole.length > 0 && whole.length === parts.length ? whole : null,
    }
    court.hear(segmentRules, subject, rendition, at)
    const previous = listing.fetchedSegments[n - 1]
    if (previous?.listed.msn === msn - 1) court.hear(pairRules, { previous, next: segment }, rendition, at)
  }
  for (const part of listing.fetchedParts) court.hear(partRules, part, rendition, part.exchange.endedAt)
}

/** Applies rules and keeps count. */
class Court {
  readonly #evidence: Evidence
  readonly #checked = new Map<string, number>(allRules.map(({ id }) => [id, 0]))
  readonly #failures = new Map<string, Failure>()
  readonly #messages = new Map<string, string[]>()

  constructor(evidence: Evidence) {
    this.#evidence = evidence
  }

  hear<Subject>(
    rules: readonly Rule<Subject>[],
    subject: Subject,
    rendition: string | null,
    at: number,
  ): void {
    for (const rule of rules) {
      const verdict: Verdict = rule.check(subject)
      if (verdict === null) continue
      this.#checked.set(rule.id, (this.#checked.get(rule.id) ?? 0) + 1)
      for (const fault of verdict) this.#fail(rule, fault, rendition, at)
    }
  }

  #fail(
    rule: Pick<Rule<never>, 'id' | 'section' | 'level'>,
    fault: Fault,
    rendition: string | null,
    at: number,
  ) {
    const message = typeof fault === 'string' ? fault : fault.message
    const place = `${rule.id} ${rendition}`
    const messages = this.#messages.get(place) ?? []
    this.#messages.set(place, messages)
    if (!messages.includes(message) && messages.length < maxMessages) messages.push(message)
    // What there are too many of is counted with the last that was kept.
    const kept = messages.includes(message) ? message : (messages.at(-1) ?? message)
    const known = this.#failures.get(`${place} ${kept}`)
    this.#failures.set(`${place} ${kept}`, {
      rule: rule.id,
      section: rule.section,
      level: rule.level,
      message: kept,
      rendition,
      at: known?.at ?? this.#time(typeof fault === 'string' ? at : fault.at),
      times: (known?.times ?? 0) + 1,
    })
  }

  #time(at: number): string {
    return new Date(this.#evidence.startedAt + at).toISOString()
  }

  report(scene: Scene): Report {
    const { evidence } = scene
    const media = evidence.exchanges.flatMap(({ ask, body }) =>
      body?.kind === 'media' ? [{ kind: ask.kind, size: body.media.size }] : [],
    )
    const count = (kind: string) => media.filter(each => each.kind === kind).length
    return {
      url: evidence.url,
      seconds: (evidence.endedAt - evidence.startedAt) / 1000,
      failures: [...this.#failures.values()],
      checked: Object.fromEntries(this.#checked),
      renditions: scene.renditions,
      requests: evidence.exchanges.length,
      playlists: scene.texts.length,
      maps: count('map'),
      segments: count('segment'),
      parts: count('part'),
      bytes: media.reduce((sum, { size }) => sum + size, 0),
      lagMs: Math.round(evidence.lagMs),
    }
  }
}
