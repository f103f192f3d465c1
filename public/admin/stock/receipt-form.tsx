import { useState } from 'preact/hooks'
import type { ReceiptView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { StoreSelect } from '../../desk/store-select.tsx'
import { Switch } from '../../desk/switch.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { useWords } from '../../shared/language.tsx'
import { Chips } from '../list/chips.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { LineList } from './line-list.tsx'
import { type Line, noted, scanned, withExpected } from './lines.ts'
import { ScanField } from './scan-field.tsx'
import { signed } from './signed.ts'
import { Units } from './units.tsx'
import { useKey } from './use-key.ts'
import { stockWords } from './words.ts'

type Props = DocumentSheetProps & { readonly receipt: ReceiptView | null }

export function ReceiptForm({ stores, receipt, onDone }: Props) {
  const say = useWords(stockWords)
  const call = useCall()
  const { busy, problem, run } = useSteps()
  const mayIn = useMayIn()
  const open = stores.filter(({ id, status }) => status === 'open' && mayIn('stock.move', id))
  const [storeId, setStoreId] = useState(receipt?.storeId ?? open[0]?.id ?? '')
  const [supplier, setSupplier] = useState(receipt?.supplier ?? '')
  const [lines, setLines] = useState<readonly Line[]>(
    receipt?.lines.map(({ received, expected, ...goods }) => ({ goods, quantity: received, expected })) ?? [],
  )
  const [compare, setCompare] = useState(receipt?.lines.some(({ expected }) => expected !== null) ?? false)
  const [into, setInto] = useState<'expected' | 'arrived'>('arrived')
  const [saved, setSaved] = useState(receipt)
  const keyFor = useKey()
  const draft = mayIn('stock.move', storeId) && (saved === null || saved.state === 'draft')
  const add = compare && into === 'expected' ? noted : scanned

  const save = async (): Promise<ReceiptView> => {
    const body = {
      supplier: supplier.trim(),
      lines: lines.map(({ goods: { variantId }, quantity: received, expected = null }) => ({
        ...{ variantId, received, expected: compare ? expected : null },
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
          onChoose={setStoreId}
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
      {draft && (
        <>
          <Switch label={say('compare')} on={compare} testId="compare" onChange={setCompare} />
          {compare && (
            <Chips<'expected' | 'arrived'>
              label={say('scanInto')}
              chosen={into}
              options={[
                ['expected', say('intoExpected')],
                ['arrived', say('intoArrived')],
              ]}
              onChoose={setInto}
            />
          )}
          <ScanField onPick={goods => setLines(now => add(now, goods))} />
        </>
      )}
      <LineList
        lines={lines}
        onChange={draft ? setLines : null}
        {...(compare && {
          label: say('arrivedUnits'),
          note: line => <Difference line={line} />,
          before: line => (
            <Units
              label={say('expected')}
              name={say('expectedOf', { product: goodsName(line.goods) })}
              testId={`expected-${line.goods.sku}`}
              units={line.expected ?? null}
              onChange={draft ? units => setLines(withExpected(lines, line.goods.variantId, units)) : null}
            />
          ),
        })}
      />
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

/** Shown where more or less came than the supplier's note says. */
function Difference({ line: { quantity, expected = null } }: { readonly line: Line }) {
  const say = useWords(stockWords)
  if (expected === null || expected === quantity) return null
  return <span class="line-warn">{say('difference', { difference: signed(quantity - expected) })}</span>
}
