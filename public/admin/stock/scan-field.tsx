import { useRef, useState } from 'preact/hooks'
import type { Goods, ProductView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { ApiProblem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { goodsName } from '../../shared/goods-name.ts'
import { useWords } from '../../shared/language.tsx'
import type { Page } from '../../shared/pages.ts'
import { stockWords } from './words.ts'

type Props = { readonly hint?: string; onPick(goods: Goods): void }

/**
 * Takes what a wedge scanner types, a code and Enter, one after the other without waiting; and names typed by hand, of
 * which one is then chosen.
 */
export function ScanField({ hint, onPick }: Props) {
  const say = useWords(stockWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const input = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [choice, setChoice] = useState<readonly Goods[]>([])

  const byCode = async (code: string): Promise<readonly Goods[]> => {
    try {
      return [await call<Goods>('GET', `/api/v1/stock/codes/${encodeURIComponent(code)}`)]
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error
      const path = `/api/v1/products?limit=10&q=${encodeURIComponent(code)}`
      const { items } = await call<Page<ProductView>>('GET', path)
      return items.flatMap(product =>
        product.variants.map(({ id, sku, title }) => ({
          ...{ variantId: id, sku, title: product.title, variantTitle: title },
        })),
      )
    }
  }
  const enter = async (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    const code = input.current?.value.trim() ?? ''
    if (code === '') return
    // Emptied at once: the scanner may be typing the next.
    if (input.current) input.current.value = ''
    setChoice([])
    try {
      const found = await byCode(code)
      const [only] = found
      setFault(only === undefined ? `${say('noSuchCode')}: ${code}` : null)
      if (only !== undefined && found.length === 1) onPick(only)
      else setChoice(found)
    } catch (error) {
      setFault(sayProblem(error))
    }
  }
  return (
    <div class="scan">
      <Field label={say('scan')} hint={hint ?? say('scanHint')} error={fault ?? undefined}>
        {given => (
          <input
            {...given}
            ref={input}
            autocomplete="off"
            enterkeyhint="done"
            maxLength={100}
            data-testid="scan"
            onKeyDown={enter}
          />
        )}
      </Field>
      {choice.length > 0 && (
        <ul class="scan-choice" aria-label={say('pick')}>
          {choice.map(goods => (
            <li key={goods.variantId}>
              <button
                type="button"
                onClick={() => {
                  setChoice([])
                  onPick(goods)
                  input.current?.focus()
                }}
              >
                <strong>{goodsName(goods)}</strong> <span class="quiet small">{goods.sku}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
