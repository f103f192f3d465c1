import { useEffect, useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { deskWords } from '../desk/words.ts'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import type { HeldTill } from './device/use-till-hold.ts'
import { GoodsBook } from './sell/goods-book.ts'
import { type Draft, draftKey, isDraft, newDraft } from './sell/use-draft.ts'
import { TillDesk } from './till-desk.tsx'

type Ready = {
  readonly book: GoodsBook
  readonly draft: Draft
  readonly parked: readonly Draft[]
}

/** The counter of one store, with what this device had in hand when its page was last open. */
export function Till({ store, held }: { readonly store: StoreView; readonly held: HeldTill }) {
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const { kept } = held
  const [ready, setReady] = useState<Ready | null>(null)

  useEffect(() => {
    let book: GoodsBook | null = null
    let left = false
    const start = async () => {
      const draft = await kept.read(draftKey(store.id))
      const parked = await kept.readAll(`parked:${store.id}:`)
      if (left) return
      book = new GoodsBook({ storeId: store.id, call, kept })
      // Without a connection it knows what it knew.
      book.start().catch(() => {})
      setReady({
        book,
        draft: isDraft(draft) ? draft : newDraft(),
        parked: parked.filter(isDraft),
      })
    }
    void start()
    return () => {
      left = true
      book?.close()
    }
  }, [store.id, call, kept])

  if (!ready)
    return (
      <div class="till-wait">
        <Spinner label={sayDesk('loading')} />
      </div>
    )
  return <TillDesk store={store} held={held} {...ready} />
}
