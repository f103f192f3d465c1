import type { Fingerprint, HeaderExtension, IceParameters, RtpCodec } from '../rtc-ports.ts'
import { readCodecs } from './codecs.ts'
import { malformed, readSdp, type Section, type Session, unusable } from './sdp-text.ts'

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** One m-line with its attributes. */
export type MediaSection = {
  /** `video (m-line 2)`: for messages. */
  readonly label: string
  readonly kind: string
  readonly protocol: string
  /** As in the m-line: to be said again when it is turned down. */
  readonly formats: string
  readonly mid: string
  /** Port 0 without bundle-only: the other side does not want it. */
  readonly disabled: boolean
  readonly direction: Direction
  /** In the order of the m-line. */
  readonly codecs: readonly RtpCodec[]
  readonly headerExtensions: readonly HeaderExtension[]
  readonly source: {
    readonly ssrc: number
    readonly rtxSsrc: number | null
    readonly cname: string | null
  } | null
  /** The layers that it would send by simulcast, in its order; `formats`: payload types, null: any. */
  readonly layers: readonly { readonly rid: string; readonly formats: readonly number[] | null }[]
}

/** An offer or an answer, as far as it matters here. All that is used is bundled into one transport. */
export type Description = {
  readonly ice: IceParameters
  readonly fingerprint: Fingerprint
  readonly setup: string
  readonly sections: readonly MediaSection[]
}

const maxLayers = 6
/** Hash lengths in bytes; RFC 8122, section 5. */
const hashes: Readonly<Record<string, number>> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 }

/** @throws AppError: 400 for what is not SDP, 422 for what cannot be used; it names the line or attribute. */
export function readDescription(body: Buffer): Description {
  const session = readSdp(body)
  const sections = session.media.map((section, index) => readSection(session, section, index))
  const mids = new Set(sections.map(({ mid }) => mid))
  if (mids.size !== sections.length) throw malformed("two m-lines have the same 'a=mid'")
  const used = session.media.filter((_, index) => isUsed(sections[index]))
  const [first] = used
  if (first === undefined) throw unusable('there is no m-line of audio or video')
  const labels = sections.filter(isUsed)
  demandBundle(session, labels)
  for (const [index, { rtcpMux }] of used.entries()) {
    if (rtcpMux === undefined) throw unusable(`${labels[index]?.label}: 'a=rtcp-mux' is missing`)
  }
  return { ...readTransport(session, first), sections }
}

const isUsed = (section: MediaSection | undefined): boolean =>
  section !== undefined && !section.disabled && section.kind !== 'application'

/** RFC 9725, section 4.4.1: one BUNDLE group of all m-lines. A single m-line needs none. */
function demandBundle({ groups = [] }: Session, used: readonly MediaSection[]): void {
  if (used.length < 2) return
  const bundle = groups.find(({ type }) => type === 'BUNDLE')
  if (bundle === undefined) throw unusable("'a=group:BUNDLE' is missing")
  const mids = String(bundle.mids ?? '').split(' ')
  const left = used.find(({ mid }) => !mids.includes(mid))
  if (left !== undefined) throw unusable(`${left.label} is not in 'a=group:BUNDLE'`)
}

/** RFC 8839, section 5.4, and RFC 8122, section 5: a section's own attributes come before the session's. */
function readTransport(session: Session, section: Section): Omit<Description, 'sections'> {
  const usernameFragment = String(section.iceUfrag ?? session.iceUfrag ?? '')
  const password = String(section.icePwd ?? session.icePwd ?? '')
  demand(usernameFragment !== '', "'a=ice-ufrag' is missing")
  demand(
    /^[A-Za-z0-9+/]{4,256}$/.test(usernameFragment),
    "'a=ice-ufrag' must be 4 to 256 letters, digits, + and /",
  )
  demand(password !== '', "'a=ice-pwd' is missing")
  demand(/^[A-Za-z0-9+/]{22,256}$/.test(password), "'a=ice-pwd' must be 22 to 256 letters, digits, + and /")
  const { type, hash } = section.fingerprint ?? session.fingerprint ?? {}
  if (type === undefined) throw unusable("'a=fingerprint' is missing: only DTLS is spoken here")
  const algorithm = String(type).toLowerCase()
  const length = hashes[algorithm]
  if (length === undefined) throw unusable(`'a=fingerprint' must be one of ${Object.keys(hashes).join(', ')}`)
  const value = String(hash).toUpperCase()
  demand(
    value.length === length * 3 - 1 && /^[0-9A-F]{2}(:[0-9A-F]{2})+$/.test(value),
    `'a=fingerprint' must have ${length} bytes in hex`,
  )
  const setup = section.setup ?? session.setup
  if (setup === undefined) throw unusable("'a=setup' is missing")
  return { ice: { usernameFragment, password }, fingerprint: { algorithm, value }, setup }
}

function readSection(session: Session, section: Section, index: number): MediaSection {
  const label = `${section.type} (m-line ${index + 1})`
  const mid = String(section.mid ?? '')
  demand(/^[\x21-\x7e]{1,64}$/.test(mid), `${label}: 'a=mid' is missing or no token`)
  const kind = section.type
  const disabled = section.port === 0 && section.bundleOnly === undefined
  const media = kind === 'audio' || kind === 'video'
  return {
    label,
    kind,
    protocol: section.protocol,
    formats: String(section.payloads ?? ''),
    mid,
    disabled,
    direction: (section.direction ?? session.direction ?? 'sendrecv') as Direction,
    codecs: media && !disabled ? readCodecs(section, kind, label) : [],
    headerExtensions: readExtensions(section, label),
    source: readSource(section, label),
    layers: readLayers(section, label),
  }
}

/** RFC 8285: ids 1 to 14 in one-byte headers, up to 255 in two-byte ones; 15 is reserved. */
function readExtensions({ ext = [] }: Section, label: string): HeaderExtension[] {
  const seen = new Set<number>()
  return ext.map(({ value: id, uri }) => {
    const good = Number.isInteger(id) && id >= 1 && id <= 255 && id !== 15 && typeof uri === 'string'
    demand(good && !seen.has(id), `${label}: 'a=extmap:${id}' has no id of its own from 1 to 14 or 16 to 255`)
    seen.add(id)
    return { id, uri }
  })
}

/** The first stream that is declared; with simulcast by RID there need be none. */
function readSource({ ssrcs = [], ssrcGroups = [] }: Section, label: string): MediaSection['source'] {
  const [first] = ssrcs
  if (first === undefined) return null
  const isSsrc = (id: number) => Number.isInteger(id) && id > 0 && id < 2 ** 32
  const pair = ssrcGroups
    .filter(({ semantics }) => semantics === 'FID')
    .map(({ ssrcs: ids }) => String(ids).split(' ').map(Number))
    .find(([main]) => main === first.id)
  const rtxSsrc = pair?.[1] ?? null
  demand(
    isSsrc(first.id) && (rtxSsrc === null || isSsrc(rtxSsrc)),
    `${label}: 'a=ssrc' must be 1 to 2^32 - 1`,
  )
  const cname = ssrcs.find(({ id, attribute }) => id === first.id && attribute === 'cname')?.value
  return { ssrc: first.id, rtxSsrc, cname: cname === undefined ? null : String(cname) }
}

/** RFC 8853: streams stand between semicolons, alternatives of one between commas, `~` begins paused. */
function readLayers({ simulcast, rids = [] }: Section, label: string): MediaSection['layers'] {
  const list =
    simulcast?.dir1 === 'send' ? simulcast.list1 : simulcast?.dir2 === 'send' ? simulcast.list2 : undefined
  if (list === undefined) return []
  const layers = String(list)
    .split(';')
    .map(stream => (stream.split(',')[0] ?? '').replace('~', ''))
    .map(rid => {
      const declared = rids.find(({ id, direction }) => String(id) === rid && direction === 'send')
      if (declared === undefined) throw malformed(`${label}: 'a=simulcast' names '${rid}', 'a=rid' does not`)
      const formats = /(?:^|;)pt=([\d,]+)/.exec(String(declared.params ?? ''))?.[1]
      return { rid, formats: formats === undefined ? null : formats.split(',').map(Number) }
    })
  if (new Set(layers.map(({ rid }) => rid)).size !== layers.length) {
    throw malformed(`${label}: 'a=simulcast' names a layer twice`)
  }
  if (layers.length > maxLayers) throw unusable(`${label}: more than ${maxLayers} layers of simulcast`)
  return layers
}

function demand(good: boolean, message: string): asserts good {
  if (!good) throw malformed(message)
}
