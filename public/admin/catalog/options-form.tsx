import { useState } from 'preact/hooks'
import type { ProductView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { PlusIcon, TrashIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { type Edit, productPath } from './use-edit.ts'
import { catalogWords } from './words.ts'

type Props = { readonly product: ProductView; readonly edit: Edit }

const mostOptions = 3

/** Options such as colour and size: a row for each variant, a column for each option, saved as a whole. */
export function OptionsForm({ product, edit }: Props) {
  const say = useWords(catalogWords)
  const sold = product.variants.filter(variant => !variant.kept?.archivedAt)
  const [names, setNames] = useState(product.options.map(option => option.name))
  const [rows, setRows] = useState(sold.map(variant => variant.options))
  const [bad, setBad] = useState(false)
  const before = JSON.stringify([product.options.map(option => option.name), sold.map(one => one.options)])
  const changed = JSON.stringify([names, rows]) !== before

  const save = async () => {
    const filled = names.map(name => name.trim())
    const values = rows.map(row => row.map(value => value.trim()))
    const texts = new Set(values.map(row => JSON.stringify(row)))
    const twice = filled.length > 0 && texts.size < values.length
    const empty = [...filled, ...values.flat()].some(text => text === '')
    setBad(twice || empty || new Set(filled).size < filled.length)
    if (twice || empty || new Set(filled).size < filled.length) return
    await edit.send('PUT', productPath(product, '/options'), {
      options: filled.map((name, index) => {
        const known = product.options.find(option => option.name === name)?.values ?? []
        const used = values.map(row => row[index] ?? '')
        // Those that a variant has, those that were there first.
        return { name, values: [...new Set([...known.filter(value => used.includes(value)), ...used])] }
      }),
      variants: sold.map(({ id }, index) => ({ id, options: values[index] ?? [] })),
    })
  }
  return (
    <div class="matrix">
      {names.length > 0 && (
        <>
          <div class="matrix-row">
            <span />
            {names.map((name, index) => (
              <span key={index} class="matrix-name">
                <input
                  class="field-input"
                  aria-label={say('optionName')}
                  placeholder={say('optionHint')}
                  value={name}
                  maxLength={40}
                  onInput={event => setNames(names.with(index, event.currentTarget.value))}
                />
                <Button
                  kind="quiet"
                  icon
                  aria-label={say('removeOption')}
                  onClick={() => {
                    setNames(names.toSpliced(index, 1))
                    setRows(rows.map(row => row.toSpliced(index, 1)))
                  }}
                >
                  <TrashIcon />
                </Button>
              </span>
            ))}
          </div>
          {sold.map((variant, at) => (
            <div key={variant.id} class="matrix-row">
              <span class="small">{variant.title || variant.sku}</span>
              {names.map((name, index) => (
                <input
                  key={index}
                  class="field-input"
                  aria-label={`${variant.sku} ${name}`}
                  value={rows[at]?.[index] ?? ''}
                  maxLength={40}
                  onInput={event => {
                    const row = (rows[at] ?? []).with(index, event.currentTarget.value)
                    setRows(rows.with(at, row))
                  }}
                />
              ))}
            </div>
          ))}
        </>
      )}
      <p class={bad ? 'field-error' : 'field-hint'} role={bad ? 'alert' : undefined}>
        {bad ? say('badValues') : names.length > 0 ? say('valuesHint') : say('optionHint')}
      </p>
      <div class="form-actions">
        {names.length < mostOptions && (
          <Button
            kind="quiet"
            onClick={() => {
              setNames([...names, ''])
              setRows(rows.map(row => [...row, '']))
            }}
          >
            <PlusIcon />
            {say('addOption')}
          </Button>
        )}
        {changed && (
          <Button kind="primary" busy={edit.busy} onClick={save}>
            {say('saveOptions')}
          </Button>
        )}
      </div>
    </div>
  )
}
