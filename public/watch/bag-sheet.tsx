import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { Lineup } from './lineup.tsx'
import type { RoomState } from './room-state.ts'
import { shopWords } from './shop-words.ts'
import type { Opened } from './watch-page.tsx'

type Props = { readonly state: RoomState; onOpen(opened: Opened): void; onClose(): void }

export function BagSheet({ state, onOpen, onClose }: Props) {
  const say = useWords(shopWords)
  return (
    <Sheet title={`${say('lineup')} ${state.room.lineup.length}`} closeLabel={say('close')} onClose={onClose}>
      <Lineup state={state} from="bag" onOpen={onOpen} />
    </Sheet>
  )
}
