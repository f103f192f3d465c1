import { type Rule, rule, unless } from '../rule.ts'
import { viewSdp } from '../sdp-view.ts'
import { httpRules } from './http-rules.ts'
import { sdpRules } from './sdp-rules.ts'

/** draft-ietf-wish-whep, the editors' text that knows counter-offers. */
export const whepRules: readonly Rule[] = [
  ...httpRules({
    http: '4.1',
    setup: '4.2.1',
    errors: '4.2.4',
    end: '4.3',
    patch: '4.4.1',
    trickle: '4.4.2',
    restart: '4.4.3',
    media: '4.5.2',
    ice: '4.4',
    redirect: '4.6',
    busy: '4.6',
    bearer: '4.8.1',
  }),
  ...sdpRules(
    {
      answer: '4.2.1',
      direction: '4.2.5',
      candidates: '4.4.2',
      bundle: '4.5.1',
      whole: '4.2.1',
      setup: '4.2.1',
    },
    'sendonly',
  ),
  rule(
    '4.5.2 one-stream',
    'MUST',
    'All m-lines name the same MediaStream in a=msid',
    ({ exchanges: { open } }) => {
      if (open?.status !== 201) return null
      const used = viewSdp(open.body).sections.filter(({ port }) => port !== 0)
      const streams = new Set(used.map(section => section.get('msid')?.split(' ')[0]))
      return unless(streams.size === 1 && !streams.has(undefined), [...streams].join(', '))
    },
  ),
  rule(
    '4.2.2 counter-offer',
    'MUST',
    'A counter-offer (406) is SDP, and its answer by PATCH gets 204',
    ({ exchanges }) => {
      const offers = [exchanges.open, exchanges['open-second']].filter(exchange => exchange?.status === 406)
      if (offers.length === 0) return null
      const faults = offers.flatMap(exchange =>
        /^application\/sdp\b/i.test(exchange?.headers['content-type'] ?? '') &&
        exchange?.headers.location !== undefined
          ? []
          : ['the 406 has no SDP or no Location'],
      )
      const { answer } = exchanges
      return answer !== undefined && answer.status !== 204
        ? [...faults, `PATCH was answered with ${answer.status}`]
        : faults
    },
  ),
  rule('4.2.8 not-live', 'MUST', 'Nothing to watch: 409 with Retry-After', ({ exchanges }) => {
    const conflicts = Object.values(exchanges).filter(
      ({ method, status }) => method === 'POST' && status === 409,
    )
    if (conflicts.length === 0) return null
    return unless(
      conflicts.every(({ headers }) => /^\d+$/.test(headers['retry-after'] ?? '')),
      'a 409 has no Retry-After in seconds',
    )
  }),
  rule('4.2 media', 'MUST', 'Picture and sound come', ({ media }) =>
    media === null
      ? null
      : (['audio', 'video'] as const)
          .filter(kind => media[kind] === 0)
          .map(kind => `no packet of ${kind} came`),
  ),
]
