import { useState } from 'preact/hooks'
import { useCall } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
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

/** Goods to ask another store for, or to send. */
export function NewTransfer({ stores, onDone }: DocumentSheetProps) {
  const say = useWords(stockWords)
  const call = useCall()
  const { busy, problem, run, refuse } = useSteps()
  const open = stores.filter(({ status }) => status === 'open')
  const [fromStoreId, setFrom] = useState(stores[0]?.id ?? '')
  const [toStoreId, setTo] = useState(open.find(({ id }) => id !== stores[0]?.id)?.id ?? '')
  const [lines, setLines] = useState<readonly Line[]>([])
  const keyFor = useKey()

  const make = (send: boolean) => {
    if (fromStoreId === toStoreId || toStoreId === '') return refuse(say('sameStore'))
    const wanted = lines.filter(({ quantity }) => quantity > 0)
    if (wanted.length === 0) return refuse(say('noLines'))
    run(async () => {
      const body = {
        ...{ fromStoreId, toStoreId, send },
        lines: wanted.map(({ goods, quantity }) => ({ variantId: goods.variantId, quantity })),
      }
      await call('POST', '/api/v1/stock/transfers', { body, idempotencyKey: keyFor(body) })
      onDone(say(send ? 'sent' : 'requested'))
    })
  }
  return (
    <div class="form">
      <div class="form-row">
        <StoreSelect
          label={say('from')}
          stores={stores}
          value={fromStoreId}
          testId="transfer-from"
          onChange={setFrom}
        />
        <StoreSelect
          label={say('to')}
          stores={open}
          value={toStoreId}
          testId="transfer-to"
          onChange={setTo}
        />
      </div>
      <ScanField onPick={goods => setLines(now => scanned(now, goods))} />
      <LineList lines={lines} onChange={setLines} />
      <Fault text={problem} />
      <div class="form-actions">
        <Button busy={busy} onClick={() => make(false)}>
          {say('request')}
        </Button>
        <Button kind="primary" busy={busy} data-testid="send-transfer" onClick={() => make(true)}>
          {say('sendNow')}
        </Button>
      </div>
    </div>
  )
}
