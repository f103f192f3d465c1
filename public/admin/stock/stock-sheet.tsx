import { useCallback, useState } from 'preact/hooks'
import type { MovementView, StoreView } from '../../../src/wire.ts'
import { InlineEdit } from '../../desk/inline-edit.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { SelectField } from '../../desk/select.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { StockLevels } from '../../desk/stock-levels.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { Ledger } from './ledger.tsx'
import { reasons } from './reasons.ts'
import { stockWords } from './words.ts'

type Props = {
  readonly title: string
  readonly variantId: string
  /** The level that was opened: its threshold can be set. */
  readonly threshold: { readonly storeId: string; readonly lowAt: number | null }
  onChange(): void
  onClose(): void
}

type Page = { readonly items: readonly MovementView[] }

/** One variant's levels, to adjust where this person may, and below them why they are what they are. */
export function StockSheet({ title, variantId, threshold, onChange, onClose }: Props) {
  const say = useWords(stockWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const mayAdjust = useMayIn()('stock.adjust', threshold.storeId)
  const [choice, setChoice] = useState('')
  const [other, setOther] = useState('')
  const stores = useResource(
    useCallback(
      (signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores?status=all', signal),
      [call],
    ),
  )
  const ledger = useResource(
    useCallback(
      (signal: AbortSignal) =>
        call<Page>('GET', `/api/v1/stock/movements?variantId=${encodeURIComponent(variantId)}`, { signal }),
      [call, variantId],
    ),
  )
  const reason = choice === 'other' ? other.trim() : choice
  const setLowAt = async (text: string) => {
    const lowAt = text === '' ? null : Number(text)
    await call('PUT', '/api/v1/stock/thresholds', { body: { storeId: threshold.storeId, variantId, lowAt } })
    onChange()
  }
  return (
    <Sheet title={title} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="form">
        {mayAdjust && (
          <div class="form-row">
            <SelectField
              label={say('reason')}
              value={choice}
              options={[
                ['', say('reasonAuto')],
                ...reasons.map(name => [name, say(name)] as const),
                ['other', say('other')],
              ]}
              onChoose={setChoice}
            />
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
        )}
        <Loaded loading={stores}>
          {known => (
            <>
              <StockLevels
                variantId={variantId}
                stores={known}
                reason={reason === '' ? null : reason}
                onChange={() => {
                  onChange()
                  ledger.reload()
                }}
              />
              {mayAdjust && (
                <>
                  <InlineEdit
                    label={`${say('lowAt')} · ${known.find(({ id }) => id === threshold.storeId)?.name ?? ''}`}
                    value={threshold.lowAt === null ? '' : String(threshold.lowAt)}
                    inputMode="decimal"
                    testId="low-at"
                    save={text => (/^\d{0,6}$/.test(text.trim()) ? setLowAt(text.trim()) : say('lowAtHint'))}
                  />
                  <p class="quiet small">{say('lowAtHint')}</p>
                </>
              )}
              <h3 class="sub-title">{say('ledger')}</h3>
              <Loaded loading={ledger}>{({ items }) => <Ledger movements={items} stores={known} />}</Loaded>
            </>
          )}
        </Loaded>
      </div>
    </Sheet>
  )
}
