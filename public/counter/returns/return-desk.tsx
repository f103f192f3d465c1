import { useState } from 'preact/hooks'
import type { OrderView, ShiftView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import type { Page } from '../../shared/pages.ts'
import { EmptyState } from '../../shared/states.tsx'
import { ReturnForm } from './return-form.tsx'
import { returnWords } from './words.ts'

type Props = {
  readonly store: StoreView
  readonly shift: ShiftView | null
  readonly order: OrderView | null
  onOrder(order: OrderView | null): void
  say(text: string): void
}

/** Finds the order that goods come back from, by its receipt, its number or its buyer. */
export function ReturnDesk({ store, shift, order, onOrder, say: show }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const call = useCall()
  const { storeId } = useStaff()
  const sayProblem = useProblemText()
  const [words, setWords] = useState('')
  const [found, setFound] = useState<readonly OrderView[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  const open = async (id: string) => {
    try {
      onOrder(await call<OrderView>('GET', `/api/v1/orders/${encodeURIComponent(id)}`))
    } catch (error) {
      setFault(sayProblem(error))
    }
  }
  const search = async (event: Event) => {
    event.preventDefault()
    if (words.trim() === '' || busy) return
    setBusy(true)
    setFault(null)
    try {
      const path = `/api/v1/orders?limit=20&q=${encodeURIComponent(words.trim())}`
      const { items } = await call<Page<OrderView>>('GET', path)
      setFound(items)
    } catch (error) {
      setFault(sayProblem(error))
    }
    setBusy(false)
  }

  if (order)
    return (
      <ReturnForm
        key={order.id}
        store={store}
        shift={shift}
        order={order}
        onOther={() => onOrder(null)}
        say={show}
      />
    )
  return (
    <section class="returns">
      <div>
        <h2>{say('findTitle')}</h2>
        <p class="quiet">{say('findText')}</p>
      </div>
      <form class="code-row" onSubmit={search}>
        <input
          class="field-input"
          type="search"
          aria-label={say('search')}
          placeholder={say('search')}
          value={words}
          data-testid="return-search"
          onInput={event => setWords(event.currentTarget.value)}
        />
        <Button type="submit" busy={busy}>
          {say('find')}
        </Button>
      </form>
      <Fault text={fault} />
      {found?.length === 0 && (
        <EmptyState title={say('none')} text={say(storeId === null ? 'noneText' : 'noneHere')} />
      )}
      {found && found.length > 0 && (
        <ul class="rows card">
          {found.map(each => (
            <li key={each.id}>
              <button
                type="button"
                class="row row-button"
                data-testid="return-order"
                onClick={() => void open(each.id)}
              >
                <span class="row-head">
                  <strong>{each.number}</strong>
                  <span class="quiet small">{timeText(each.placedAt, language)}</span>
                  <strong class="row-total">{formatMoney(each.total, language)}</strong>
                </span>
                <span class="small one-line">
                  {each.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
