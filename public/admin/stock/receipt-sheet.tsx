import { useCallback } from 'preact/hooks'
import type { ReceiptView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { ReceiptForm } from './receipt-form.tsx'
import { stockWords } from './words.ts'

/** Goods that a supplier brought: scan, then add to the stock. */
export function ReceiptSheet(props: DocumentSheetProps) {
  const { id, onClose } = props
  const say = useWords(stockWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const receipt = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        id === null ? null : call<ReceiptView>('GET', `/api/v1/stock/receipts/${id}`, { signal }),
      [call, id],
    ),
  )
  return (
    <Sheet title={say('newReceipt')} closeLabel={sayDesk('close')} onClose={onClose}>
      <Loaded loading={receipt}>{known => <ReceiptForm {...props} receipt={known} />}</Loaded>
    </Sheet>
  )
}
