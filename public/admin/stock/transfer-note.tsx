import type { TransferView } from '../../../src/wire.ts'
import { Select } from '../../desk/select.tsx'
import { useWords } from '../../shared/language.tsx'
import type { Line } from './lines.ts'
import { knownReason, overReasons, sendReasons, shortReasons } from './reasons.ts'
import { signed } from './signed.ts'
import { stockWords } from './words.ts'

type Props = {
  readonly state: TransferView['state']
  readonly line: Line
  /** undefined: it was on no list before. */
  readonly known: TransferView['lines'][number] | undefined
  readonly reason: string | undefined
  onReason(reason: string): void
}

/** Beside a line of a transfer: what it was to be, how far off it is, and why. */
export function TransferNote({ state, line, known, reason, onReason }: Props) {
  const say = useWords(stockWords)
  const { requested = 0, sent = null, sentReason = null } = known ?? {}
  if (state === 'requested') {
    const off = line.quantity - requested
    const options = sendReasons.map(name => [name, say(`send-${name}`)] as const)
    return (
      <>
        <Off text={say('requestedOf', { requested })} off={off} />
        {off !== 0 && <Why line={line} value={reason ?? ''} options={options} onChoose={onReason} />}
      </>
    )
  }
  const off = state === 'cancelled' ? 0 : line.quantity - (sent ?? 0)
  const usual = off < 0 ? 'lost' : 'found'
  const options = (off < 0 ? shortReasons : overReasons).map(name => [name, say(name)] as const)
  const booked = knownReason(known?.reason ?? null)
  return (
    <>
      {sent !== null && sent !== requested && (
        <Off
          text={[say('requestedOf', { requested }), sentReason && say(`send-${sentReason}`)]
            .filter(Boolean)
            .join(' · ')}
          off={0}
        />
      )}
      {sent !== null && <Off text={say('sentOf', { sent })} off={off} />}
      {off !== 0 && state === 'on-the-way' && (
        <Why line={line} value={reason ?? usual} options={options} onChoose={onReason} />
      )}
      {off !== 0 && state === 'received' && booked && <span class="quiet small">{say(booked)}</span>}
    </>
  )
}

function Off({ text, off }: { readonly text: string; readonly off: number }) {
  const say = useWords(stockWords)
  return (
    <span class={off === 0 ? 'quiet small' : 'line-warn'}>
      {text}
      {off !== 0 && ` · ${say('difference', { difference: signed(off) })}`}
    </span>
  )
}

type WhyProps = {
  readonly line: Line
  readonly value: string
  readonly options: readonly (readonly [string, string])[]
  onChoose(reason: string): void
}

function Why({ line: { goods }, value, options, onChoose }: WhyProps) {
  const say = useWords(stockWords)
  return (
    <Select
      aria-label={say('reasonOf', { product: goods.title })}
      value={value}
      options={value === '' ? [['', say('chooseReason')], ...options] : options}
      testId={`reason-${goods.sku}`}
      onChoose={onChoose}
    />
  )
}
