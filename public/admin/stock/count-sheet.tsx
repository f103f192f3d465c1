import { useCallback, useState } from 'preact/hooks'
import type { CountView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { useWords } from '../../shared/language.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { CountSteps } from './count-steps.tsx'
import type { DocumentSheetProps } from './document-sheet.ts'
import { NewCount } from './new-count.tsx'
import { stockWords } from './words.ts'

export function CountSheet({ id: given, stores, onDone, onClose }: DocumentSheetProps) {
  const say = useWords(stockWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const [id, setId] = useState(given)
  const count = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        id === null ? null : call<CountView>('GET', `/api/v1/stock/counts/${id}`, { signal }),
      [call, id],
    ),
  )
  return (
    <Sheet title={say('counts')} closeLabel={sayDesk('close')} onClose={onClose}>
      <Loaded loading={count}>
        {known =>
          known === null ? (
            <NewCount stores={stores} onOpened={setId} />
          ) : (
            <CountSteps count={known} reload={count.reload} onDone={onDone} />
          )
        }
      </Loaded>
    </Sheet>
  )
}
