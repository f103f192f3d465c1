import { deskWords } from '../desk/words.ts'
import { useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { helpWords } from './help-words.ts'

const keys = [
  ['F2', 'sell'],
  ['F3', 'orders'],
  ['F4', 'returns'],
  ['F8', 'shift'],
  ['F9', 'pay'],
  ['↵', 'enter'],
  ['↑ ↓', 'choose'],
  ['+ −', 'quantity'],
  ['3*', 'times'],
  ['Delete', 'remove'],
  ['Ctrl Z', 'undo'],
  ['F7', 'park'],
  ['F6', 'sales'],
  ['F10', 'print'],
  ['C K W A O', 'method'],
  ['Esc', 'back'],
  ['?', 'help'],
] as const

export function HelpSheet({ onClose }: { onClose(): void }) {
  const say = useWords(helpWords)
  const sayDesk = useWords(deskWords)
  return (
    <Sheet small title={say('title')} closeLabel={sayDesk('close')} onClose={onClose}>
      <dl class="help" data-testid="help">
        {keys.map(([key, what]) => (
          <div key={key} class="help-row">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(what)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
