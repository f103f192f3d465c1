import type { Evidence } from './evidence.ts'

export type Level = 'MUST' | 'SHOULD'

/** What is wrong, in words; null: nothing was seen that the rule is about. */
export type Verdict = readonly string[] | null

export type Rule = {
  /** Section and a short name. */
  readonly id: string
  readonly level: Level
  /** What is asked of a server. */
  readonly text: string
  readonly check: (evidence: Evidence) => Verdict
}

export const rule = (id: string, level: Level, text: string, check: Rule['check']): Rule => ({
  id,
  level,
  text,
  check,
})

/** A verdict on something that is either right or wrong. */
export const unless = (good: boolean, message: string): Verdict => (good ? [] : [message])
