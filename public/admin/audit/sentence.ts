import type { AuditEntryView } from '../../../src/wire.ts'
import type { Language, Words } from '../../shared/i18n.ts'
import { speaker } from '../../shared/i18n.ts'
import { auditWords, nounWords, verbWords } from './words.ts'

/** "李娜 修改了商品“龙井”": who did what, to be read in passing. */
export function auditSentence(entry: AuditEntryView, language: Language): string {
  const say = speaker(auditWords, language)
  const [noun = '', verb = ''] = entry.action.split('.')
  const who = entry.actor.name
  const [sayNoun, sayVerb] = [wordOf(nounWords, noun, language), wordOf(verbWords, verb, language)]
  if (sayNoun === null || sayVerb === null) return say('unknown', { who, action: entry.action })
  const label = labelOf(entry)
  const name = label === null ? '' : say('named', { name: label })
  return say('sentence', { who, verb: sayVerb, noun: sayNoun, name }).trim()
}

/** Null when there is no word for it. */
export function wordOf(words: Words<string>, key: string, language: Language): string | null {
  return Object.hasOwn(words, key) ? speaker(words, language)(key) : null
}

/** What the thing is called: as it is now, else as it was. */
function labelOf({ before, after }: AuditEntryView): string | null {
  for (const members of [after, before]) {
    for (const name of ['name', 'title', 'number']) {
      const value = members?.[name]
      if (typeof value === 'string' && value !== '') return value
    }
  }
  return null
}
