import type { AuditEntryView, StoreView } from '../../../src/wire.ts'
import { roleWords } from '../../desk/role-words.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { wordOf } from './sentence.ts'
import { auditWords, memberWords } from './words.ts'

type Props = { readonly entry: AuditEntryView; readonly stores: readonly StoreView[] }

/** Each member that changed: what it was and what it is. */
export function Changes({ entry, stores }: Props) {
  const say = useWords(auditWords)
  const language = useLanguage()
  const { before, after } = entry
  const both = before !== null && after !== null
  // Of what came or went, what it never had says nothing.
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    name => both || name === 'storeId' || (after ?? before)?.[name] !== null,
  )
  const text = (name: string, value: unknown): string => {
    if (name === 'storeId' && value === null) return say('everywhere')
    if (value === null || value === undefined || value === '') return say('nothing')
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
    if (Array.isArray(value)) return value.map(item => text(name, item)).join(language === 'zh' ? '、' : ', ')
    if (typeof value === 'object') return JSON.stringify(value)
    const word = String(value)
    if (name === 'storeId') return stores.find(({ id }) => id === word)?.name ?? word
    return (name === 'role' || name === 'scopes') && wordOf(roleWords, word, language) !== null
      ? (wordOf(roleWords, word, language) ?? word)
      : word
  }
  return (
    <dl class="audit-changes">
      {names.map(name => (
        <div key={name} class="audit-change">
          <dt class="quiet">{wordOf(memberWords, name, language) ?? name}</dt>
          <dd>
            {both && (
              <>
                <del class="audit-old">{text(name, before[name])}</del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <span>{text(name, (after ?? before)?.[name])}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
