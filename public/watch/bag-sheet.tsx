import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { Lineup, type LineupExtra } from './lineup.tsx'
import type { ShopState } from './shop-state.ts'
import { shopWords } from './shop-words.ts'
import type { Opened } from './watch-page.tsx'

type Props = {
  readonly state: ShopState
  readonly extra?: LineupExtra | undefined
  onOpen(opened: Opened): void
  onClose(): void
}

export function BagSheet({ state, extra, onOpen, onClose }: Props) {
  const say = useWords(shopWords)
  return (
    <Sheet title={`${say('lineup')} ${state.room.lineup.length}`} closeLabel={say('close')} onClose={onClose}>
      <Lineup state={state} extra={extra} from="bag" onOpen={onOpen} />
    </Sheet>
  )
}
