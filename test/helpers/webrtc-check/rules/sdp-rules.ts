import type { Evidence } from '../evidence.ts'
import { type Rule, rule, unless, type Verdict } from '../rule.ts'
import { type MediaView, type SdpView, viewSdp } from '../sdp-view.ts'

/** Where a rule stands. */
export type SdpNumbers = {
  readonly answer: string
  readonly direction: string
  readonly candidates: string
  readonly bundle: string
  readonly whole: string
  readonly setup: string
}

type Pair = { readonly offer: SdpView; readonly answer: SdpView; readonly used: readonly MediaView[] }

/** A rule on the answer to an offer that was taken. */
const onAnswer =
  (check: (pair: Pair, evidence: Evidence) => Verdict) =>
  (evidence: Evidence): Verdict => {
    const { open } = evidence.exchanges
    if (open?.status !== 201) return null
    const [offer, answer] = [viewSdp(open.sent), viewSdp(open.body)]
    return check({ offer, answer, used: answer.sections.filter(({ port }) => port !== 0) }, evidence)
  }

const each = (sections: readonly MediaView[], bad: (section: MediaView) => string | false): string[] =>
  sections.flatMap(section => {
    const message = bad(section)
    return message === false ? [] : [`${section.kind}: ${message}`]
  })

export function sdpRules(at: SdpNumbers, direction: 'recvonly' | 'sendonly'): readonly Rule[] {
  return [
    rule(
      `${at.answer} m-lines`,
      'MUST',
      'The answer has the m-lines of the offer, in their order',
      onAnswer(({ offer, answer }) => {
        const line = ({ kind, mid }: MediaView) => `${kind} ${mid}`
        const [wanted, found] = [offer, answer].map(({ sections }) => sections.map(line).join(', '))
        return unless(wanted === found, `${found} instead of ${wanted}`)
      }),
    ),
    rule(
      `${at.answer} formats`,
      'MUST',
      'The answer names payload types of the offer only (RFC 3264, section 6.1)',
      onAnswer(({ offer, used }) =>
        each(used, ({ mid, formats }) => {
          const known = offer.sections.find(section => section.mid === mid)?.formats ?? []
          const strange = formats.filter(format => !known.includes(format))
          return strange.length > 0 && `${strange.join(', ')} was not offered`
        }),
      ),
    ),
    rule(
      `${at.answer} extensions`,
      'MUST',
      'Header extensions keep the ids of the offer (RFC 8285, section 6)',
      onAnswer(({ offer, used }) =>
        each(used, section => {
          const of = (view: MediaView | undefined) =>
            (view?.all('extmap') ?? []).map(line =>
              line.replace(/\/\w+/, '').split(' ').slice(0, 2).join(' '),
            )
          const known = of(offer.sections.find(({ mid }) => mid === section.mid))
          const strange = of(section).filter(line => !known.includes(line))
          return strange.length > 0 && `'${strange[0]}' was not offered`
        }),
      ),
    ),
    rule(
      `${at.direction} answer-direction`,
      'MUST',
      `The answer says a=${direction}`,
      onAnswer(({ used }) =>
        each(used, section => section.direction !== direction && `a=${section.direction}`),
      ),
    ),
    rule(
      `${at.candidates} candidates`,
      'MUST',
      'The answer has the ICE candidates of the server',
      onAnswer(({ answer, used }) => {
        const all = [answer.session, ...used].flatMap(view => view.all('candidate'))
        return unless(all.length > 0, 'there is no a=candidate')
      }),
    ),
    rule(
      `${at.candidates} ice`,
      'MUST',
      'The answer has ICE parameters (RFC 8839, section 5.4) and a fingerprint (RFC 8122)',
      onAnswer(({ used }) =>
        each(used.slice(0, 1), section => {
          if (!/^[\w+/]{4,256}$/.test(section.inherited('ice-ufrag') ?? '')) return 'no a=ice-ufrag'
          if (!/^[\w+/]{22,256}$/.test(section.inherited('ice-pwd') ?? '')) return 'no a=ice-pwd'
          return !/^\S+ [0-9A-F:]{40,}$/i.test(section.inherited('fingerprint') ?? '') && 'no a=fingerprint'
        }),
      ),
    ),
    rule(
      `${at.bundle} bundle`,
      'MUST',
      'All media are in one BUNDLE group',
      onAnswer(({ answer, used }) => {
        const bundled = (answer.session.all('group').find(group => group.startsWith('BUNDLE')) ?? '').split(
          ' ',
        )
        return each(used, ({ mid = '' }) => !bundled.includes(mid) && `'${mid}' is not bundled`)
      }),
    ),
    rule(
      `${at.bundle} rtcp-mux`,
      'MUST',
      'RTCP is multiplexed',
      onAnswer(({ used }) => each(used, section => section.get('rtcp-mux') === undefined && 'no a=rtcp-mux')),
    ),
    rule(
      `${at.bundle} rtcp-mux-only`,
      'MUST',
      'Each bundled section has rtcp-mux-only (RFC 8858, section 3)',
      onAnswer(({ used }) =>
        each(used, section => section.get('rtcp-mux-only') === undefined && 'no a=rtcp-mux-only'),
      ),
    ),
    rule(
      `${at.whole} whole`,
      'SHOULD',
      'No m-line of the offer is turned down',
      onAnswer(({ answer }) => each(answer.sections, ({ port }) => port === 0 && 'has port 0')),
    ),
    rule(
      `${at.setup} setup`,
      'MUST',
      'The answer chooses a DTLS role (RFC 8842, section 5.3)',
      onAnswer(({ used }) =>
        each(
          used.slice(0, 1),
          section =>
            !/^(active|passive)$/.test(section.inherited('setup') ?? '') &&
            `a=setup:${section.inherited('setup')}`,
        ),
      ),
    ),
  ]
}
