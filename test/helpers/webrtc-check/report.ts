import type { Evidence } from './evidence.ts'
import type { Level, Rule } from './rule.ts'
import { whepRules } from './rules/whep-rules.ts'
import { whipRules } from './rules/whip-rules.ts'

export type Finding = {
  readonly rule: string
  readonly level: Level
  readonly text: string
  readonly result: 'pass' | 'fail' | 'not reached'
  readonly messages: readonly string[]
}

export type Report = {
  readonly url: string
  readonly specification: string
  readonly findings: readonly Finding[]
}

export const rulesOf = ({ protocol }: Pick<Evidence, 'protocol'>): readonly Rule[] =>
  protocol === 'whip' ? whipRules : whepRules

/** Judges what was seen, by nothing else. */
export function judge(evidence: Evidence): Report {
  const findings = rulesOf(evidence).map(({ id, level, text, check }): Finding => {
    const verdict = check(evidence)
    const result = verdict === null ? 'not reached' : verdict.length === 0 ? 'pass' : 'fail'
    return { rule: id, level, text, result, messages: verdict ?? [] }
  })
  const specification = evidence.protocol === 'whip' ? 'RFC 9725' : 'draft-ietf-wish-whep'
  return { url: evidence.endpoint, specification, findings }
}

/** A report as lines for people, by section. */
export function describe({ url, specification, findings }: Report): string {
  const marks = { pass: 'pass', fail: 'FAIL', 'not reached': ' -- ' }
  const sorted = findings.toSorted((a, b) => a.rule.localeCompare(b.rule, 'en', { numeric: true }))
  const lines = sorted.flatMap(({ rule, level, text, result, messages }) => [
    `${marks[result]} ${level.padEnd(6)} §${rule}: ${text}`,
    ...messages.map(message => `            ${message}`),
  ])
  const count = (result: Finding['result']) => findings.filter(finding => finding.result === result).length
  return [
    `${url} by ${specification}`,
    ...lines,
    '',
    `${count('pass')} passed, ${count('fail')} failed, ${count('not reached')} not reached`,
    '',
  ].join('\n')
}
