import type { StoreView, TodayFigures } from '../../../src/wire.ts'
import { useWords } from '../../shared/language.tsx'
import { todayWords } from './words.ts'

type Props = { readonly today: TodayFigures; readonly stores: readonly StoreView[] }

const kinds = ['toPrepare', 'toHandOver', 'toShip', 'returns', 'refundsDue'] as const

/** Where it is listed. */
const places = {
  toPrepare: '#orders?todo=prepare&',
  toHandOver: '#orders?todo=hand-over&',
  toShip: '#orders?todo=ship&',
  returns: '#returns?',
  refundsDue: '#orders?todo=refund&',
} as const

/** What waits in each store, and what may come to any. */
export function Todo({ today, stores }: Props) {
  const say = useWords(todayWords)
  const { todo, returnsToAnyStore, notices } = today
  const rows = todo.map(({ storeId, ...counts }) => ({
    ...{ key: storeId, place: `storeId=${storeId}`, counts },
    name: stores.find(({ id }) => id === storeId)?.name ?? storeId,
  }))
  if (returnsToAnyStore > 0) rows.push({ ...anywhere(returnsToAnyStore), name: say('noStore') })
  return (
    <section class="todo" aria-labelledby="todo">
      <h2 class="sub-title" id="todo">
        {say('todo')}
      </h2>
      {notices > 0 && (
        <a class="stale today-notices" href="#notices">
          {say('notices', { count: notices })}
        </a>
      )}
      {rows.length === 0 ? (
        <p class="today-none">{say('todoNone')}</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{say('store')}</th>
              {kinds.map(kind => (
                <th key={kind} class="number">
                  {say(kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, place, name, counts }) => (
              <tr key={key}>
                <td class="table-head-cell">
                  <strong>{name}</strong>
                </td>
                {kinds.map(kind => (
                  <td key={kind} class="number" data-label={say(kind)}>
                    {counts[kind] === 0 ? (
                      <span class="quiet todo-none">0</span>
                    ) : (
                      <a class="todo-count" href={`${places[kind]}${place}`}>
                        {counts[kind]}
                      </a>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function anywhere(returns: number) {
  const counts = { toPrepare: 0, toHandOver: 0, toShip: 0, returns, refundsDue: 0 }
  return { key: '', place: 'unbound=true', counts }
}
