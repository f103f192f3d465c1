import { deskWords } from '../../desk/words.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { EmptyState } from '../../shared/states.tsx'
import { totalOf, unitsOf } from './basket.ts'
import type { Draft } from './use-draft.ts'
import { sellWords } from './words.ts'

type Props = { readonly parked: readonly Draft[]; onTakeUp(id: string): void; onClose(): void }

export function ParkedSheet({ parked, onTakeUp, onClose }: Props) {
  const say = useWords(sellWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  return (
    <Sheet small title={say('parkedTitle')} closeLabel={sayDesk('close')} onClose={onClose}>
      {parked.length === 0 ? (
        <EmptyState title={say('nothingParked')} />
      ) : (
        <>
          <p class="quiet small">{say('parkedText')}</p>
          <ul class="rows card">
            {parked.map(({ id, basket }, index) => {
              const total = totalOf(basket)
              return (
                <li key={id}>
                  <button
                    type="button"
                    class="row row-button"
                    // biome-ignore lint/a11y/noAutofocus: a dialog that was asked for, with this to choose.
                    autofocus={index === 0}
                    data-testid="parked-row"
                    onClick={() => onTakeUp(id)}
                  >
                    <span class="row-head">
                      <strong class="one-line">
                        {basket.map(({ item, quantity }) => `${quantity} × ${item.title}`).join(', ')}
                      </strong>
                      <strong class="row-total">{total && formatMoney(total, language)}</strong>
                    </span>
                    <span class="quiet small">{say('units', { count: unitsOf(basket) })}</span>
                  </button>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </Sheet>
  )
}
