import type { StoreView, TodayFigures } from '../../../src/wire.ts'
import { useWords } from '../../shared/language.tsx'
import { todayWords } from './words.ts'

type Props = {
  readonly todo: TodayFigures['todo']
  readonly notices: number
  readonly stores: readonly StoreView[]
}

const kinds = ['toPrepare', 'toHandOver', 'toShip', 'returns', 'refundsDue'] as const

/** Where it is listed. */
const places = {
  toPrepare: '#orders?todo=prepare&',
  toHandOver: '#orders?todo=hand-over&',
  toShip: '#orders?todo=ship&',
  returns: '#returns?',
  refundsDue: '#orders?todo=refund&',
} as const

/** What waits in each store. */
export function Todo({ todo, notices, stores }: Props) {
  const say = useWords(todayWords)
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
      {todo.length === 0 ? (
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
            {todo.map(row => (
              <tr key={row.storeId}>
                <td class="table-head-cell">
                  <strong>{stores.find(({ id }) => id === row.storeId)?.name ?? row.storeId}</strong>
                </td>
                {kinds.map(kind => (
                  <td key={kind} class="number" data-label={say(kind)}>
                    {row[kind] === 0 ? (
                      <span class="quiet todo-none">0</span>
                    ) : (
                      <a class="todo-count" href={`${places[kind]}storeId=${row.storeId}`}>
                        {row[kind]}
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
