import { useWords } from '../shared/language.tsx'
import { Qr } from '../shared/qr.tsx'
import { Countdown } from './countdown.tsx'
import { words } from './words.ts'

type Props = { readonly code: string; readonly until: string | null; readonly unheld: boolean }

export function PickupTicket({ code, until, unheld }: Props) {
  const say = useWords(words)
  return (
    <div class="pickup">
      <div class="pickup-qr">
        <Qr text={code} label={say('codeLabel', { code })} />
      </div>
      <p class="pickup-label">{say('code')}</p>
      <p class="pickup-code" data-testid="order-code">
        {code}
      </p>
      {until && <Countdown until={until} unheld={unheld} />}
    </div>
  )
}
