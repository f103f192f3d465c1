import type { FigureRow } from '../../../src/wire.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { changeText, net, sumOf } from './sums.ts'
import { todayWords } from './words.ts'

type Props = {
  readonly now: readonly FigureRow[]
  readonly before: readonly FigureRow[]
  readonly currency: string
}

/** The few figures that matter, each beside the same hour of last week. */
export function Tiles({ now, before, currency }: Props) {
  const say = useWords(todayWords)
  const language = useLanguage()
  const [today, lastWeek] = [sumOf(now, currency), sumOf(before, currency)]
  const money = (amount: number) => formatMoney({ amount, currency }, language)
  return (
    <dl class="tiles">
      <Tile
        label={say('takings')}
        figure={money(net(today))}
        before={money(net(lastWeek))}
        change={changeText(net(today), net(lastWeek))}
        large
      />
      <Tile
        label={say('orders')}
        figure={String(today.orders)}
        before={String(lastWeek.orders)}
        change={changeText(today.orders, lastWeek.orders)}
      />
      <Tile
        label={say('ordered')}
        figure={money(today.ordered)}
        before={money(lastWeek.ordered)}
        change={changeText(today.ordered, lastWeek.ordered)}
      />
      <Tile label={say('refunded')} figure={money(today.refunded)} before={money(lastWeek.refunded)} />
    </dl>
  )
}

type TileProps = {
  readonly label: string
  readonly figure: string
  readonly before: string
  readonly change?: string | null
  readonly large?: boolean
}

function Tile({ label, figure, before, change = null, large = false }: TileProps) {
  const say = useWords(todayWords)
  return (
    <div class={`tile ${large ? 'tile-large' : ''}`}>
      <dt>{label}</dt>
      <dd>
        <span class="tile-figure">{figure}</span>
        {change !== null && (
          <span class={`tile-change ${change.startsWith('+') ? 'tile-up' : 'tile-down'}`}>{change}</span>
        )}
        <span class="tile-before">{say('lastWeek', { figure: before })}</span>
      </dd>
    </div>
  )
}
