import { useState } from 'preact/hooks'
import type { ImportSummary } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall } from '../../desk/session.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { randomId } from '../../shared/random-id.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { FileErrors, FileSummary } from './file-summary.tsx'
import { catalogWords } from './words.ts'

type Props = { onApplied(): void; onClose(): void; show(text: string): void }
type Chosen = { readonly file: Blob; readonly key: string; readonly summary: ImportSummary }

/** Brings products in from a file, after a look at what it would change, and out into one. */
export function FilesSheet({ onApplied, onClose, show }: Props) {
  const say = useWords(catalogWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const call = useCall()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const { busy, problem, run } = useSteps()

  const choose = (input: HTMLInputElement) => {
    const [picked] = input.files ?? []
    input.value = ''
    if (!picked) return
    setChosen(null)
    void run(async () => {
      const file = new Blob([picked], { type: 'text/csv' })
      const path = '/api/v1/products/import?mode=preview'
      const summary = await call<ImportSummary>('POST', path, { body: file })
      // One key for one file: a click that is repeated after a lost answer imports nothing twice.
      setChosen({ file, key: randomId(), summary })
    })
  }
  const apply = () =>
    run(async () => {
      if (chosen === null) return
      const path = '/api/v1/products/import?mode=apply'
      await call('POST', path, { body: chosen.file, idempotencyKey: chosen.key })
      show(say('applied'))
      onApplied()
      onClose()
    })
  const summary = chosen?.summary
  const ready =
    summary !== undefined &&
    summary.errorCount === 0 &&
    summary.products.new + summary.products.changed + summary.variants.new > 0

  return (
    <Sheet
      title={say('files')}
      closeLabel={sayDesk('close')}
      onClose={onClose}
      foot={
        ready && (
          <Button kind="primary" wide busy={busy} onClick={apply} data-testid="apply-import">
            {say('apply')}
          </Button>
        )
      }
    >
      <div class="form">
        <p class="quiet small">{say('importHint')}</p>
        <div class="upload-buttons">
          <label class={`button button-secondary ${busy ? 'upload-busy' : ''}`}>
            {say(busy ? 'reading' : 'chooseFile')}
            <input
              class="visually-hidden"
              type="file"
              accept=".csv,text/csv"
              disabled={busy}
              data-testid="import-file"
              onChange={event => choose(event.currentTarget)}
            />
          </label>
          <a
            class="button button-secondary"
            href={`/api/v1/products/export?language=${language}`}
            download="products.csv"
          >
            {say('exportFile')}
          </a>
        </div>
        <Fault text={problem} />
        {summary && (summary.errorCount > 0 ? <FileErrors {...summary} /> : <FileSummary {...summary} />)}
      </div>
    </Sheet>
  )
}
