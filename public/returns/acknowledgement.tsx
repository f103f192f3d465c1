import type { OrderView, ReturnView } from '../../src/wire.ts'
import { Paper } from '../order/paper.tsx'
import { statusWords } from '../order/status-words.ts'
import { Button } from '../shared/button.tsx'
import { type Language, localeOf, type Say, speaker } from '../shared/i18n.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { returnWords } from './words.ts'

type Props = { readonly order: OrderView; readonly of: ReturnView; onBack(): void }

/** That a withdrawal was received, when, and what it said; to be kept on paper or as a file. */
export function Acknowledgement({ order, of, onBack }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const text = acknowledgementText(order, of, language, say)
  return (
    <Paper
      title={say('acknowledgement')}
      onBack={onBack}
      tools={
        <Button
          data-testid="save-acknowledgement"
          onClick={() => saveText(`${of.number}.txt`, `${say('acknowledgement')}\n\n${text}\n`)}
        >
          {say('saveFile')}
        </Button>
      }
    >
      <p class="paper-text" data-testid="acknowledgement-text">
        {text}
      </p>
    </Paper>
  )
}

/** Its lines, as they are shown, printed and saved alike. */
export function acknowledgementText(
  order: OrderView,
  of: ReturnView,
  language: Language,
  say: Say<keyof typeof returnWords>,
): string {
  const locale = localeOf(language)
  const sayStatus = speaker(statusWords, language)
  const time = (at: string) =>
    new Date(at).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'long', hourCycle: 'h23' })
  const fact = (key: keyof typeof returnWords, value: string) => `${say(key)}: ${value}`
  const { store } = of
  return [
    say('number', { number: of.number }),
    say('acknowledgementText', { time: time(of.requestedAt) }),
    '',
    say('confirmText'),
    ...(order.contact ? [fact('name', order.contact.name)] : []),
    fact('orderNumber', order.number),
    fact('orderedAt', time(order.placedAt)),
    fact(
      'goods',
      of.lines
        .map(line => `${[line.title, line.variantTitle].filter(Boolean).join(' ')} × ${line.quantity}`)
        .join(language === 'zh' ? '、' : ', '),
    ),
    '',
    of.via === 'post' && store
      ? say('sendTo', { store: store.name, address: store.address })
      : store
        ? say('bring', { store: store.name })
        : say('bringAny'),
    fact('moneyBack', formatMoney(of.amount, language)),
    ...of.refunds.map(
      ({ method, amount }) =>
        `${say('byTender', { method: sayStatus(method) })}: ${formatMoney(amount, language)}`,
    ),
  ].join('\n')
}

function saveText(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers begin to read it only after this.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
