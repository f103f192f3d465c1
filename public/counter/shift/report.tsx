import type { Money, ShiftView } from '../../../src/wire.ts'
import { timeText } from '../../desk/time-text.ts'
import { type Language, speaker } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { payWords } from '../pay/words.ts'
import { staffName } from './staff-name.ts'
import { shiftWords } from './words.ts'

/** A shift's figures, on the screen and on paper: X while it is open, Z when it is closed. */
export function Report({
  shift,
  language,
  blind,
}: {
  shift: ShiftView
  language: Language
  blind?: boolean
}) {
  const say = speaker(shiftWords, language)
  const sayPay = speaker(payWords, language)
  const money = (value: Money) => formatMoney(value, language)
  const closed = shift.closedAt !== null
  return (
    <article class="report" data-testid="report">
      <header class="report-head">
        <strong>
          {say(closed ? 'zReport' : 'xReport')} · {shift.store.name} · {shift.till}
        </strong>
        <span class="quiet small">
          {say('openedBy', {
            name: staffName(shift.openedBy, say),
            time: timeText(shift.openedAt, language),
          })}
        </span>
        {shift.closedAt && (
          <span class="quiet small">
            {say('closedBy', {
              name: staffName(shift.closedBy ?? '', say),
              time: timeText(shift.closedAt, language),
            })}
          </span>
        )}
      </header>
      <dl class="figures">
        <Figure name={say('sales')} value={String(shift.sales)} />
        {shift.lateSales > 0 && <Figure name={say('lateSales')} value={String(shift.lateSales)} />}
        {shift.byMethod.map(({ method, taken, refunded }) => (
          <div key={method} class="figure-group">
            <Figure name={`${say('byMethod')} · ${sayPay(method)}`} value={money(taken)} />
            {refunded.amount > 0 && (
              <Figure
                name={`${say('refunded')} · ${sayPay(method)}`}
                value={money({ ...refunded, amount: -refunded.amount })}
              />
            )}
          </div>
        ))}
      </dl>
      <dl class="figures">
        <Figure name={say('opening')} value={money(shift.openingCash)} />
        {shift.movements.map(({ id, amount, reason }) => (
          <Figure key={id} name={`${say('cashMoved')} · ${reason}`} value={money(amount)} />
        ))}
        {!blind && shift.expectedCash && (
          <Figure name={say('expected')} value={money(shift.expectedCash)} strong />
        )}
        {shift.countedCash && <Figure name={say('counted')} value={money(shift.countedCash)} strong />}
        {shift.difference && (
          <Figure name={say('difference')} value={differenceText(shift.difference, language)} strong />
        )}
      </dl>
      {shift.note && <p class="small">{shift.note}</p>}
    </article>
  )
}

export function differenceText(difference: Money, language: Language): string {
  const say = speaker(shiftWords, language)
  if (difference.amount === 0) return say('right')
  const amount = formatMoney({ ...difference, amount: Math.abs(difference.amount) }, language)
  return say(difference.amount > 0 ? 'over' : 'short', { amount })
}

function Figure({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <div class={strong ? 'figure figure-strong' : 'figure'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
