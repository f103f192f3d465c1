import { useCallback } from 'preact/hooks'
import type { DayFigures } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall, useStaff } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { localeOf } from '../../shared/i18n.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { net, roundUp, sumOf } from './sums.ts'
import { todayWords } from './words.ts'

const shownDays = 30
// Of the drawing, which is stretched to the page's width: units, not pixels.
const [width, height, gap] = [600, 160, 4]

/** A bar for each day; the same as a table for those who cannot see it. */
export function DaysPlot({ storeId }: { storeId: string | null }) {
  const say = useWords(todayWords)
  const call = useCall()
  const query = storeId === null ? '' : `&storeId=${storeId}`
  const days = useResource(
    useCallback(
      async (signal: AbortSignal) => {
        const path = `/api/v1/figures/days?days=${shownDays}${query}`
        return (await call<{ days: DayFigures[] }>('GET', path, { signal })).days
      },
      [call, query],
    ),
  )
  return (
    <section aria-labelledby="days">
      <h2 class="sub-title" id="days">
        {say('days')}
      </h2>
      <Loaded loading={days}>{known => <Plot days={known} />}</Loaded>
    </section>
  )
}

function Plot({ days }: { days: readonly DayFigures[] }) {
  const say = useWords(todayWords)
  const language = useLanguage()
  const { currency } = useStaff()
  const date = new Intl.DateTimeFormat(localeOf(language), { month: 'numeric', day: 'numeric' })
  const money = (amount: number) => formatMoney({ amount, currency }, language)
  const bars = days.map(({ startsAt, rows }) => {
    const sums = sumOf(rows, currency)
    return { key: startsAt, day: date.format(new Date(startsAt)), taken: net(sums), orders: sums.orders }
  })
  const most = Math.max(0, ...bars.map(({ taken }) => taken))
  const top = roundUp(most)
  const step = width / bars.length
  const barHeight = (taken: number) => (Math.max(taken, 0) / top) * height
  return (
    <>
      <figure class="plot">
        <figcaption class="plot-scale">{money(most === 0 ? 0 : top)}</figcaption>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          class="plot-bars"
          aria-hidden="true"
        >
          <line class="plot-line" x1="0" x2={width} y1="0.5" y2="0.5" />
          <line class="plot-line" x1="0" x2={width} y1={height / 2} y2={height / 2} />
          <line class="plot-line" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
          {bars.map(({ key, day, taken, orders }, index) => (
            <g key={key} class="plot-bar">
              <title>{say('daysOf', { day, taken: money(taken), orders })}</title>
              <rect class="plot-reach" x={index * step} y="0" width={step} height={height} />
              <rect
                class="plot-fill"
                x={index * step + gap / 2}
                y={height - barHeight(taken)}
                width={step - gap}
                height={barHeight(taken)}
              />
            </g>
          ))}
        </svg>
        <div class="plot-days">
          <span>{bars[0]?.day}</span>
          <span>{bars[Math.floor(bars.length / 2)]?.day}</span>
          <span>{bars.at(-1)?.day}</span>
        </div>
      </figure>
      <details class="plot-table">
        <summary>{say('asTable')}</summary>
        <table class="table">
          <thead>
            <tr>
              <th>{say('day')}</th>
              <th class="number">{say('orders')}</th>
              <th class="number">{say('takings')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.toReversed().map(({ key, day, taken, orders }) => (
              <tr key={key}>
                <td class="table-head-cell">{day}</td>
                <td class="number" data-label={say('orders')}>
                  {orders}
                </td>
                <td class="number" data-label={say('takings')}>
                  {money(taken)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
