import { useState } from 'preact/hooks'
import type { ReceiptView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { Fault } from './fault.tsx'
import { LineList } from './line-list.tsx'
import { type Line, scanned } from './lines.ts'
import { ScanField } from './scan-field.tsx'
import { StoreSelect } from './store-select.tsx'
import { useKey } from './use-key.ts'
import { useSteps } from './use-steps.ts'
import { stockWords } from './words.ts'

type Props = DocumentSheetProps & { readonly receipt: ReceiptView | null }

export function ReceiptForm({ stores, receipt, onDone }: Props) {
  const say = useWords(stockWords)
  const call = useCall()
  const { busy, problem, run } = useSteps()
  const open = stores.filter(({ status }) => status === 'open')
  const [storeId, setStoreId] = useState(receipt?.storeId ?? open[0]?.id ?? '')
  const [supplier, setSupplier] = useState(receipt?.supplier ?? '')
  const [lines, setLines] = useState<readonly Line[]>(
    receipt?.lines.map(({ received, ...goods }) => ({ goods, quantity: received })) ?? [],
  )
  const [saved, setSaved] = useState(receipt)
  const keyFor = useKey()
  const draft = saved === null || saved.state === 'draft'

  const save = async (): Promise<ReceiptView> => {
    const expected = new Map(saved?.lines.map(line => [line.variantId, line.expected]))
    const body = {
      supplier: supplier.trim(),
      lines: lines.map(({ goods: { variantId }, quantity: received }) => ({
        ...{ variantId, received, expected: expected.get(variantId) ?? null },
      })),
    }
    const done =
      saved === null
        ? await call<ReceiptView>('POST', '/api/v1/stock/receipts', {
            ...{ body: { ...body, storeId }, idempotencyKey: keyFor({ ...body, storeId }) },
          })
        : await call<ReceiptView>('PATCH', `/api/v1/stock/receipts/${saved.id}`, {
            body: { ...body, revision: saved.revision },
          })
    setSaved(done)
    return done
  }
  const post = async () => {
    const { id, revision } = await save()
    await call('POST', `/api/v1/stock/receipts/${id}/post`, { body: { revision } })
    onDone(say('received2'))
  }
  return (
    <div class="form">
      <div class="form-row">
        <StoreSelect
          label={say('store')}
          stores={saved === null ? open : stores}
          value={storeId}
          disabled={saved !== null}
          testId="receipt-store"
          onChange={setStoreId}
        />
        <Field label={say('supplier')} hint={say('optional')}>
          {given => (
            <input
              {...given}
              value={supplier}
              maxLength={120}
              disabled={!draft}
              onInput={event => setSupplier(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      {draft && <ScanField onPick={goods => setLines(now => scanned(now, goods))} />}
      <LineList lines={lines} onChange={draft ? setLines : null} />
      <Fault text={problem} />
      {draft && (
        <div class="form-actions">
          {saved && (
            <Button
              kind="quiet"
              onClick={() =>
                run(async () => {
                  await call('POST', `/api/v1/stock/receipts/${saved.id}/cancel`, {})
                  onDone(say('cancelled'))
                })
              }
            >
              {say('drop')}
            </Button>
          )}
          <Button
            busy={busy}
            onClick={() =>
              run(async () => {
                await save()
                onDone(say('saved'))
              })
            }
          >
            {say('saveDraft')}
          </Button>
          <Button kind="primary" busy={busy} data-testid="post-receipt" onClick={() => run(post)}>
            {say('postReceipt')}
          </Button>
        </div>
      )}
    </div>
  )
}
