import type { FigureRow, StoreView } from '../../../src/wire.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { todayWords } from './words.ts'

/** Today by store and channel. */
export function ByStore({ rows, stores }: { rows: readonly FigureRow[]; stores: readonly StoreView[] }) {
  const say = useWords(todayWords)
  const language = useLanguage()
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{say('store')}</th>
          <th>{say('channel')}</th>
          <th class="number">{say('orders')}</th>
          <th class="number">{say('ordered')}</th>
          <th class="number">{say('takings')}</th>
          <th class="number">{say('refunded')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const money = (amount: number) => formatMoney({ amount, currency: row.currency }, language)
          return (
            <tr key={`${row.storeId} ${row.channel} ${row.currency}`}>
              <td class="table-head-cell">
                <strong>{stores.find(({ id }) => id === row.storeId)?.name ?? row.storeId}</strong>
              </td>
              <td data-label={say('channel')}>{say(row.channel)}</td>
              <td class="number" data-label={say('orders')}>
                {row.orders}
              </td>
              <td class="number" data-label={say('ordered')}>
                {money(row.ordered)}
              </td>
              <td class="number" data-label={say('takings')}>
                {money(row.taken - row.refunded)}
              </td>
              <td class="number" data-label={say('refunded')}>
                {money(row.refunded)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
