import { useState } from 'preact/hooks'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useMayIn, useStaff } from '../../desk/session.tsx'
import { StoreSelect } from '../../desk/store-select.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { LineList } from './line-list.tsx'
import { type Line, scanned } from './lines.ts'
import { ScanField } from './scan-field.tsx'
import { useKey } from './use-key.ts'
import { stockWords } from './words.ts'

/** Goods to ask another store for, or to send. */
export function NewTransfer({ stores, onDone }: DocumentSheetProps) {
  const say = useWords(stockWords)
  const call = useCall()
  const { busy, problem, run, refuse } = useSteps()
  const open = stores.filter(({ status }) => status === 'open')
  const { storeId: own } = useStaff()
  const maySend = useMayIn()
  const first = own ?? stores[0]?.id ?? ''
  const [fromStoreId, setFrom] = useState(first)
  const [toStoreId, setTo] = useState(open.find(({ id }) => id !== first)?.id ?? '')
  const [lines, setLines] = useState<readonly Line[]>([])
  const [notes, setNotes] = useState('')
  const keyFor = useKey()

  const make = (send: boolean) => {
    if (fromStoreId === toStoreId || toStoreId === '') return refuse(say('sameStore'))
    const wanted = lines.filter(({ quantity }) => quantity > 0)
    if (wanted.length === 0) return refuse(say('noLines'))
    run(async () => {
      const body = {
        ...{ fromStoreId, toStoreId, send, notes: notes.trim() },
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
          onChoose={id => {
            setFrom(id)
            // Who works in one store asks and sends for that one only.
            if (own !== null && id !== own) setTo(own)
          }}
        />
        <StoreSelect
          label={say('to')}
          stores={open}
          value={toStoreId}
          testId="transfer-to"
          onChoose={id => {
            setTo(id)
            if (own !== null && id !== own) setFrom(own)
          }}
        />
      </div>
      <ScanField onPick={goods => setLines(now => scanned(now, goods))} />
      <LineList lines={lines} onChange={setLines} />
      <Field label={say('notes')} hint={say('optional')}>
        {attributes => (
          <input
            {...attributes}
            value={notes}
            maxLength={200}
            onInput={event => setNotes(event.currentTarget.value)}
          />
        )}
      </Field>
      <Fault text={problem} />
      <div class="form-actions">
        <Button busy={busy} data-testid="ask-transfer" onClick={() => make(false)}>
          {say('request')}
        </Button>
        {maySend('stock.move', fromStoreId) && (
          <Button kind="primary" busy={busy} data-testid="send-transfer" onClick={() => make(true)}>
            {say('sendNow')}
          </Button>
        )}
      </div>
    </div>
  )
}
