import type { ShowView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { ConfirmDelete } from './confirm-delete.tsx'
import { deskWords } from './words.ts'

type Props = { readonly replay: ShowView; onDeleted(): void; onClose(): void }

export function DeleteReplay({ replay, ...rest }: Props) {
  const say = useWords(deskWords)
  return (
    <ConfirmDelete
      path={`/api/v1/shows/${encodeURIComponent(replay.id)}/replay`}
      title={say('deleteReplayTitle')}
      text={say('deleteReplayText', { title: replay.title })}
      confirmLabel={say('deleteReplay')}
      {...rest}
    />
  )
}
