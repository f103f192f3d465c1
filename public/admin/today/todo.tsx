import type { StoreView, TodayFigures } from '../../../src/wire.ts'
import { useWords } from '../../shared/language.tsx'
import { todayWords } from './words.ts'

type Props = {
  readonly todo: TodayFigures['todo']
  readonly notices: number
  readonly stores: readonly StoreView[]
}

const kinds = ['toPrepare', 'toHandOver', 'toShip', 'returns', 'refundsDue'] as const

/** What waits in each store. */
export function Todo({ todo, notices, stores }: Props) {
  const say = useWords(todayWords)
  return (
    <section aria-labelledby="todo">
      <h2 class="sub-title" id="todo">
        {say('todo')}
      </h2>
      {notices > 0 && (
        <a class="stale today-notices" href="#orders">
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
                    {row[kind]}
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
