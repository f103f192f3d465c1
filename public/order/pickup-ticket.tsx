import { useWords } from '../shared/language.tsx'
import { Qr } from '../shared/qr.tsx'
import { Countdown } from './countdown.tsx'
import { words } from './words.ts'

export function PickupTicket({ code, until }: { code: string; until: string | null }) {
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
      {until && <Countdown until={until} />}
    </div>
  )
}
