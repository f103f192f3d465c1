import { useState } from 'preact/hooks'
import type { TransferView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useWords } from '../../shared/language.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { LineList } from './line-list.tsx'
import { type Line, scanned } from './lines.ts'
import { ScanField } from './scan-field.tsx'
import { TransferNote } from './transfer-note.tsx'
import { stockWords } from './words.ts'

type Props = DocumentSheetProps & { readonly transfer: TransferView }

/** What this person can do with a transfer next: send it, take it in with what is short or over, or cancel it. */
export function TransferSteps({ transfer, stores, onDone }: Props) {
  const say = useWords(stockWords)
  const call = useCall()
  const sayDesk = useWords(deskWords)
  const [asking, setAsking] = useState(false)
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({})
  const { busy, problem, run } = useSteps()
  const { id, number, state, revision, storeId, toStoreId } = transfer
  const [lines, setLines] = useState<readonly Line[]>(
    transfer.lines.map(({ variantId, sku, title, variantTitle, requested, sent, received }) => ({
      goods: { variantId, sku, title, variantTitle },
      quantity: received ?? sent ?? requested,
    })),
  )
  const name = (storeId: string) => stores.find(store => store.id === storeId)?.name ?? storeId
  const step = (path: string, body: object, text: string) =>
    run(async () => {
      await call('POST', `/api/v1/stock/transfers/${id}/${path}`, { body })
      onDone(text)
    })
  const lineOf = ({ goods }: Line) => transfer.lines.find(line => line.variantId === goods.variantId)
  /** What it was to be: as asked for while it is not sent, then as sent. */
  const meant = (line: Line) => {
    const { requested = 0, sent = null } = lineOf(line) ?? {}
    return state === 'requested' ? requested : (sent ?? 0)
  }
  const units = (member: 'quantity' | 'received') =>
    lines.map(line => {
      const { variantId } = line.goods
      const reason = line.quantity === meant(line) ? undefined : reasons[variantId]
      return { variantId, [member]: line.quantity, ...(reason !== undefined && { reason }) }
    })
  const mayIn = useMayIn()
  const [mayFrom, mayTo] = [mayIn('stock.move', storeId), mayIn('stock.move', toStoreId)]
  const sends = state === 'requested' && mayFrom
  const receives = state === 'on-the-way' && mayTo
  // Either store may drop what is only asked for; what is on the way comes back to where it left.
  const drops = state === 'requested' ? mayFrom || mayTo : state === 'on-the-way' && mayFrom
  return (
    <div class="form">
      <p>
        <strong>{number}</strong> · {name(storeId)} → {name(toStoreId)} · {say(state)}
      </p>
      {transfer.notes !== '' && <p class="callout">{transfer.notes}</p>}
      {receives && <ScanField onPick={goods => setLines(now => scanned(now, goods))} />}
      <LineList
        lines={lines}
        removable={state === 'requested'}
        onChange={sends || receives ? setLines : null}
        note={line => (
          <TransferNote
            state={state}
            line={line}
            known={lineOf(line)}
            reason={reasons[line.goods.variantId]}
            onReason={reason => setReasons({ ...reasons, [line.goods.variantId]: reason })}
          />
        )}
      />
      <Fault text={problem} />
      {(drops || sends || receives) && (
        <div class="form-actions">
          {drops && (
            <Button
              kind="quiet"
              onClick={() => (state === 'requested' ? step('cancel', {}, say('cancelled')) : setAsking(true))}
              data-testid="drop-transfer"
            >
              {say(state === 'requested' ? 'drop' : 'cancelTransfer')}
            </Button>
          )}
          {sends && (
            <Button
              kind="primary"
              busy={busy}
              data-testid="send-transfer"
              onClick={() => step('send', { revision, lines: units('quantity') }, say('sent'))}
            >
              {say('sendNow')}
            </Button>
          )}
          {receives && (
            <Button
              kind="primary"
              busy={busy}
              data-testid="receive-transfer"
              onClick={() => step('receive', { lines: units('received') }, say('received'))}
            >
              {say('arrived')}
            </Button>
          )}
        </div>
      )}
      {asking && (
        <Confirm
          title={say('cancelTransfer')}
          confirmLabel={say('cancelTransfer')}
          cancelLabel={sayDesk('close')}
          busy={busy}
          onConfirm={() => step('cancel', {}, say('cancelled'))}
          onClose={() => setAsking(false)}
        >
          <p>{say('cancelAsk', { store: name(storeId) })}</p>
        </Confirm>
      )}
    </div>
  )
}
