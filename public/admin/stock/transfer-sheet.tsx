import { useCallback } from 'preact/hooks'
import type { TransferView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { NewTransfer } from './new-transfer.tsx'
import { TransferSteps } from './transfer-steps.tsx'
import { stockWords } from './words.ts'

export function TransferSheet(props: DocumentSheetProps) {
  const { id, onClose } = props
  const say = useWords(stockWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const transfer = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        id === null ? null : call<TransferView>('GET', `/api/v1/stock/transfers/${id}`, { signal }),
      [call, id],
    ),
  )
  return (
    <Sheet
      title={say(id === null ? 'newTransfer' : 'transfers')}
      closeLabel={sayDesk('close')}
      onClose={onClose}
    >
      <Loaded loading={transfer}>
        {known =>
          known === null ? <NewTransfer {...props} /> : <TransferSteps {...props} transfer={known} />
        }
      </Loaded>
    </Sheet>
  )
}
