import { type Rule, rule, unless } from '../rule.ts'
import { viewSdp } from '../sdp-view.ts'
import { httpRules } from './http-rules.ts'
import { sdpRules } from './sdp-rules.ts'

/** RFC 9725. */
export const whipRules: readonly Rule[] = [
  ...httpRules({
    http: '4.1',
    setup: '4.2',
    errors: '4.2',
    end: '4.2',
    patch: '4.3.1',
    trickle: '4.3.2',
    restart: '4.3.3',
    media: '4.4.2',
    ice: '4.3',
    redirect: '4.5',
    busy: '4.5',
    bearer: '4.7.1',
  }),
  ...sdpRules(
    { answer: '4.2', direction: '4.2', candidates: '4.3.2', bundle: '4.4.1', whole: '4.4.3', setup: '4.4.4' },
    'recvonly',
  ),
  rule(
    '4.4.3 unknown-codec',
    'SHOULD',
    'A picture that cannot be taken: the whole offer is refused',
    ({ exchanges }) => {
      const exchange = exchanges['unknown-codec']
      if (exchange === undefined) return null
      return unless(exchange.status === 400 || exchange.status === 422, `answered with ${exchange.status}`)
    },
  ),
  rule('4.8 simulcast', 'MUST', 'Simulcast is answered as RFC 8853, section 5.3.2, says', ({ exchanges }) => {
    const { simulcast } = exchanges
    if (simulcast?.status !== 201) return null
    const video = viewSdp(simulcast.body).sections.find(({ kind }) => kind === 'video')
    const line = video?.get('simulcast')
    // A server that knows nothing of it leaves the line out.
    if (line === undefined) return null
    const rids = /^recv (\S+)$/.exec(line)?.[1]?.split(/[;,]/) ?? []
    const received = (video?.all('rid') ?? [])
      .filter(rid => / recv\b/.test(rid))
      .map(rid => rid.split(' ')[0])
    const faults = []
    if (rids.length === 0) faults.push(`'a=simulcast:${line}' does not receive`)
    if (rids.some(rid => !['0', '1', '2'].includes(rid.replace('~', ''))))
      faults.push(`'a=simulcast:${line}' names layers that were not offered`)
    if (rids.some(rid => !received.includes(rid.replace('~', ''))))
      faults.push("there is no 'a=rid … recv' for each layer")
    return faults
  }),
  rule(
    '4.2 media',
    'MUST',
    'What is sent is received: receiver reports come back (RFC 3550, section 6.4)',
    ({ media }) =>
      media === null
        ? null
        : (['audio', 'video'] as const)
            .filter(kind => media[kind] === 0)
            .map(kind => `no report about ${kind}`),
  ),
]
