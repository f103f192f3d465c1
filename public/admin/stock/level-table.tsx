import type { StockRowView, StoreView } from '../../../src/wire.ts'
import { useMay } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { stockWords } from './words.ts'

type Props = {
  readonly rows: readonly StockRowView[]
  readonly stores: readonly StoreView[]
  onOpen(row: StockRowView): void
}

export function LevelTable({ rows, stores, onOpen }: Props) {
  const say = useWords(stockWords)
  const may = useMay()
  const names = new Map(stores.map(({ id, name }) => [id, name]))
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{say('product')}</th>
          <th>{say('store')}</th>
          <th class="number">{say('onHand')}</th>
          <th class="number">{say('reserved')}</th>
          <th class="number">{say('available')}</th>
          <th class="number">{say('incoming')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={`${row.storeId} ${row.variantId}`}>
            <td class="table-head-cell">
              <span>
                <strong>{row.title}</strong>
                <span class="quiet small"> {[row.variantTitle, row.sku].filter(Boolean).join(' · ')}</span>
              </span>
            </td>
            <td data-label={say('store')}>{names.get(row.storeId)}</td>
            <td data-label={say('onHand')} class="number">
              {row.onHand}
            </td>
            <td data-label={say('reserved')} class="number">
              {row.reserved}
            </td>
            <td data-label={say('available')} class="number">
              <span>
                {row.low && <span class="badge-low">{say('low')}</span>} <strong>{row.available}</strong>
              </span>
            </td>
            <td data-label={say('incoming')} class="number">
              {row.incoming === 0 ? '–' : row.incoming}
            </td>
            <td class="table-action">
              <Button onClick={() => onOpen(row)} data-testid={`adjust-${row.variantId}`}>
                {say(may('stock.adjust') ? 'adjust' : 'ledger')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
