/** PRACTICE: the draft does not ask for it, but players break without it. */
export type Level = 'MUST' | 'SHOULD' | 'PRACTICE'

/** What is wrong, in words; with a time (ms since the walk began) where it is not that of the subject. */
export type Fault = string | { readonly message: string; readonly at: number }

/** null: there is nothing here that the rule is about. */
export type Verdict = readonly Fault[] | null

export type Rule<Subject> = {
  /** Section of draft-pantos-hls-rfc8216bis-22 (or of what else it is from), and a short name. */
  readonly id: string
  readonly section: string
  readonly level: Level
  readonly check: (subject: Subject) => Verdict
}

export function rule<Subject>(
  section: string,
  name: string,
  level: Level,
  check: (subject: Subject) => Verdict,
): Rule<Subject> {
  return { id: `${section} ${name}`, section, level, check }
}

/** A verdict on something that is either right or wrong. */
export const unless = (good: boolean, message: string): Verdict => (good ? [] : [message])
