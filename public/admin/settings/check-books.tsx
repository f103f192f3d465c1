import { useState } from 'preact/hooks'
import type { StockFault } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { settingsWords } from './words.ts'

type Result = { readonly bad: boolean; readonly text: string }

/** Asks the server to reckon the stock anew; it only looks. */
export function CheckBooks() {
  const say = useWords(settingsWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const check = async () => {
    setBusy(true)
    try {
      const { faults } = await call<{ faults: readonly StockFault[] }>('GET', '/api/v1/stock/check')
      const bad = faults.length > 0
      setResult({ bad, text: bad ? say('booksBad', { count: faults.length }) : say('booksGood') })
    } catch (error) {
      setResult({ bad: true, text: sayProblem(error) })
    }
    setBusy(false)
  }
  return (
    <section class="card settings-part" aria-labelledby="settings-books">
      <h2 id="settings-books">{say('books')}</h2>
      <p class="quiet small">{say('booksText')}</p>
      <div class="settings-books">
        <Button busy={busy} onClick={check} data-testid="check-books">
          {say('books')}
        </Button>
        <span class={result?.bad ? 'settings-bad' : ''} role="status">
          {result?.text}
        </span>
      </div>
    </section>
  )
}
