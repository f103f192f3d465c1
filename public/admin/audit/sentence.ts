import type { AuditEntryView } from '../../../src/wire.ts'
import { roleWords } from '../../desk/role-words.ts'
import { type Language, speaker, type Words } from '../../shared/i18n.ts'
import { auditWords, nounWords, peopleWords, verbWords } from './words.ts'

/** "李娜 修改了商品“龙井”": who did what, to be read in passing. */
export function auditSentence(entry: AuditEntryView, language: Language): string {
  const say = speaker(auditWords, language)
  const [noun = '', verb = ''] = entry.action.split('.')
  const who = entry.actor.via === 'owner-token' ? say('ownerToken') : entry.actor.name
  const label = entry.subject.name
  const name = label === null ? '' : say('named', { name: label })
  if (isPeopleAction(entry.action)) {
    const role = wordOf(roleWords, String(entry.after?.role ?? entry.before?.role ?? ''), language) ?? ''
    return tidy(speaker(peopleWords, language)(entry.action, { who, name, role: inSentence(role, language) }))
  }
  const [sayNoun, sayVerb] = [wordOf(nounWords, noun, language), wordOf(verbWords, verb, language)]
  if (sayNoun === null || sayVerb === null) return say('unknown', { who, action: entry.action })
  return tidy(say('sentence', { who, verb: sayVerb, noun: sayNoun, name }))
}

/** Null when there is no word for it. */
export function wordOf(words: Words<string>, key: string, language: Language): string | null {
  return Object.hasOwn(words, key) ? speaker(words, language)(key) : null
}

function isPeopleAction(action: string): action is keyof typeof peopleWords {
  return Object.hasOwn(peopleWords, action)
}

function inSentence(word: string, language: Language): string {
  return language === 'en' ? word.toLowerCase() : word
}

/** Where a name is not known, its space is left. */
function tidy(sentence: string): string {
  return sentence.replace(/ {2,}/g, ' ').trim()
}
