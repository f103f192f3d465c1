import { useEffect, useState } from 'preact/hooks'
import type { ShiftView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall, useMay } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { type Paper, papers, print, readPaper, rememberPaper } from '../receipt/print.tsx'
import { CashSheet } from './cash-sheet.tsx'
import { CloseShift } from './close-shift.tsx'
import { OpenShift } from './open-shift.tsx'
import { differenceText, Report } from './report.tsx'
import type { ShiftOf } from './use-shift.ts'
import { shiftWords } from './words.ts'

type Props = {
  readonly store: StoreView
  readonly shifts: ShiftOf
  /** Sales of this device that the server does not have. */
  readonly waiting: number
  readonly refused: number
  say(text: string): void
}

export function ShiftDesk({ store, shifts, waiting, refused, say: show }: Props) {
  const say = useWords(shiftWords)
  const language = useLanguage()
  const call = useCall()
  const sayProblem = useProblemText()
  const [dialog, setDialog] = useState<'in' | 'out' | 'close' | null>(null)
  const [closed, setClosed] = useState<ShiftView | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const { shift } = shifts
  // Who sees the shop's figures may see these before the count.
  const blind = !useMay()('figures.read')

  const refresh = async () => {
    if (!shift) return
    try {
      const now = await call<ShiftView>('GET', `/api/v1/shifts/${shift.id}`)
      setFault(null)
      if (now.closedAt !== null) {
        setClosed(now)
        shifts.leave()
        show(say('closedElsewhere'))
      } else shifts.enter(now)
    } catch (error) {
      setFault(sayProblem(error))
    }
  }
  useEffect(() => void refresh(), [shift?.id, waiting])

  if (closed)
    return (
      <section class="shift-desk">
        <div
          class={`result result-${closed.difference?.amount === 0 ? 'good' : 'warn'}`}
          role="status"
          data-testid="shift-closed"
        >
          <h2 class="result-title">{say('closedTitle')}</h2>
          {closed.difference && <p class="result-facts">{differenceText(closed.difference, language)}</p>}
        </div>
        <div class="card shift-card">
          <Report shift={closed} language={language} />
        </div>
        <div class="shift-actions">
          <Button onClick={() => print(<Report shift={closed} language={language} />)}>{say('print')}</Button>
          <Button kind="primary" onClick={() => setClosed(null)} data-testid="next-shift">
            {say('next')}
          </Button>
        </div>
      </section>
    )
  if (!shift) return <OpenShift store={store} shifts={shifts} />
  return (
    <section class="shift-desk">
      <Fault text={fault && `${fault} ${say('earlier')}`} />
      <div class="card shift-card">
        <Report shift={shift} language={language} blind={blind} />
      </div>
      <div class="shift-actions">
        <Button onClick={() => void refresh()}>{say('refresh')}</Button>
        <Button onClick={() => print(<Report shift={shift} language={language} blind={blind} />)}>
          {say('print')}
        </Button>
        <Button onClick={() => setDialog('in')} data-testid="cash-in">
          {say('cashIn')}
        </Button>
        <Button onClick={() => setDialog('out')} data-testid="cash-out">
          {say('cashOut')}
        </Button>
        <Button kind="primary" onClick={() => setDialog('close')} data-testid="to-close">
          {say('close')}
        </Button>
      </div>
      <PaperChoice />
      {(dialog === 'in' || dialog === 'out') && (
        <CashSheet
          shift={shift}
          way={dialog}
          onClose={() => setDialog(null)}
          onMoved={now => {
            setDialog(null)
            shifts.enter(now)
            show(say('moved'))
          }}
        />
      )}
      {dialog === 'close' && (
        <CloseShift
          shift={shift}
          waiting={waiting}
          refused={refused}
          onClose={() => setDialog(null)}
          onClosed={now => {
            setDialog(null)
            setClosed(now)
            shifts.leave()
          }}
        />
      )}
    </section>
  )
}

function PaperChoice() {
  const say = useWords(shiftWords)
  const [paper, setPaper] = useState<Paper>(readPaper)
  return (
    <label class="paper-choice">
      <span class="quiet small">{say('paper')}</span>
      <select
        class="store-select"
        value={paper}
        onChange={event => {
          const chosen = papers.find(each => each === event.currentTarget.value) ?? '80'
          rememberPaper(chosen)
          setPaper(chosen)
        }}
      >
        {papers.map(each => (
          <option key={each} value={each}>
            {say(`paper${each}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
