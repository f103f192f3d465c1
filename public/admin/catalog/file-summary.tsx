import type { ImportSummary } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { catalogWords } from './words.ts'

/** What a file would change. */
export function FileSummary({ products, variants, newCategories, changes }: ImportSummary) {
  const say = useWords(catalogWords)
  const columnName = useColumnNames()
  const all = variants.new + variants.changed + products.changed
  return (
    <>
      <ul class="file-sum" role="status" data-testid="import-summary">
        {products.new + variants.new > 0 && (
          <li>{say('willBe', { products: products.new, variants: variants.new })}</li>
        )}
        {products.changed > 0 && (
          <li>{say('willChange', { products: products.changed, variants: variants.changed })}</li>
        )}
        {variants.unchanged > 0 && <li>{say('willStay', { variants: variants.unchanged })}</li>}
        {newCategories.length > 0 && <li>{say('willMake', { names: newCategories.join(', ') })}</li>}
        {all === 0 && <li>{say('nothingToDo')}</li>}
      </ul>
      {changes.length > 0 && (
        <table class="file-table">
          <thead>
            <tr>
              <th>{say('row')}</th>
              <th>{say('change')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ row, kind, sku, title, fields }) => (
              <tr key={`${row} ${sku}`}>
                <td>{row}</td>
                <td>
                  <strong>{title}</strong> <span class="quiet">{sku}</span>{' '}
                  {kind === 'new' && <span class="status status-active">{say('isNew')}</span>}
                  {fields.map(({ column, from, to }) => (
                    <div key={column}>
                      {columnName(column)}: {from !== null && <del class="quiet">{from || '–'}</del>}{' '}
                      {to || '–'}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {all > changes.length && <p class="quiet small">{say('more')}</p>}
    </>
  )
}

/** What must be mended in the file first. */
export function FileErrors({ errorCount, errors }: ImportSummary) {
  const say = useWords(catalogWords)
  const language = useLanguage()
  const columnName = useColumnNames()
  const told = (column: string, code: string, message: string) => {
    const word = `fault_${code === 'invalid' && column === 'barcode' ? 'barcode' : code}`
    return language === 'zh' && isWord(word) ? say(word) : message
  }
  return (
    <>
      <Fault text={say('errors', { count: errorCount })} testId="import-errors" />
      <table class="file-table">
        <thead>
          <tr>
            <th>{say('row')}</th>
            <th>{say('column')}</th>
            <th>{say('problem')}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ row, column, code, value, message }) => (
            <tr key={`${row} ${column} ${code}`}>
              <td>{row}</td>
              <td>{columnName(column)}</td>
              <td>
                {told(column, code, message)} {value !== '' && <span class="quiet">{value}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {errorCount > errors.length && <p class="quiet small">{say('more')}</p>}
    </>
  )
}

function useColumnNames(): (column: string) => string {
  const say = useWords(catalogWords)
  return column => {
    const word = `column_${column}`
    return isWord(word) ? say(word) : column
  }
}

function isWord(word: string): word is keyof typeof catalogWords {
  return word in catalogWords
}
