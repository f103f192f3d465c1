import type { AuditEntryView, StoreView } from '../../../src/wire.ts'
import { useStaff } from '../../desk/session.tsx'
import { useLanguage } from '../../shared/language.tsx'
import { memberText, shownMembers, valueText } from './value-text.ts'

type Props = { readonly entry: AuditEntryView; readonly stores: readonly StoreView[] }

/** Each member that changed: what it was and what it is. */
export function Changes({ entry, stores }: Props) {
  const language = useLanguage()
  const { before, after } = entry
  const { currency } = useStaff()
  const reader = { language, stores, currency }
  const both = before !== null && after !== null
  return (
    <dl class="audit-changes">
      {shownMembers(before, after).map(name => (
        <div key={name} class="audit-change">
          <dt class="quiet">{memberText(name, reader)}</dt>
          <dd>
            {both && (
              <>
                <del class="audit-old">{valueText(name, before[name], reader)}</del>
                <span aria-hidden="true"> → </span>
              </>
            )}
            <span>{valueText(name, (after ?? before)?.[name], reader)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
