import { useCallback, useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { useCall } from '../desk/session.tsx'
import { StockLevels } from '../desk/stock-levels.tsx'
import { useResource } from '../desk/use-resource.ts'
import { deskWords } from '../desk/words.ts'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { Sheet } from '../shared/sheet.tsx'
import { Ledger, type Movement } from './ledger.tsx'
import { reasons } from './reasons.ts'
import { adminWords } from './words.ts'

type Props = {
  readonly title: string
  readonly variantId: string
  /** What can be sold over all stores, after a change. */
  onChange(available: number): void
  onClose(): void
}

type Page = { readonly items: readonly Movement[] }

/** One variant's levels to adjust, and below them why they are what they are. */
export function StockSheet({ title, variantId, onChange, onClose }: Props) {
  const say = useWords(adminWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const [choice, setChoice] = useState('')
  const [other, setOther] = useState('')
  const stores = useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
  const ledger = useResource(
    useCallback(
      (signal: AbortSignal) =>
        call<Page>('GET', `/api/v1/stock/movements?variantId=${encodeURIComponent(variantId)}`, { signal }),
      [call, variantId],
    ),
  )
  const reason = choice === 'other' ? other.trim() : choice
  return (
    <Sheet title={title} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="form">
        <div class="form-row">
          <Field label={say('reason')}>
            {attributes => (
              <select {...attributes} value={choice} onChange={event => setChoice(event.currentTarget.value)}>
                <option value="">{say('reasonAuto')}</option>
                {reasons.map(name => (
                  <option key={name} value={name}>
                    {say(name)}
                  </option>
                ))}
                <option value="other">{say('other')}</option>
              </select>
            )}
          </Field>
          {choice === 'other' && (
            <Field label={say('otherReason')}>
              {attributes => (
                <input
                  {...attributes}
                  value={other}
                  maxLength={200}
                  onInput={event => setOther(event.currentTarget.value)}
                />
              )}
            </Field>
          )}
        </div>
        <Loaded loading={stores}>
          {known => (
            <>
              <StockLevels
                variantId={variantId}
                stores={known}
                reason={reason === '' ? null : reason}
                onChange={levels => {
                  onChange(levels.reduce((sum, level) => sum + level.available, 0))
                  ledger.reload()
                }}
              />
              <h3 class="sub-title">{say('ledger')}</h3>
              <Loaded loading={ledger}>{({ items }) => <Ledger movements={items} stores={known} />}</Loaded>
            </>
          )}
        </Loaded>
      </div>
    </Sheet>
  )
}
