import { problemText } from '../desk/problem-text.ts'
import { timeText } from '../desk/time-text.ts'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import type { Language, Say } from '../shared/i18n.ts'
import { AlertIcon, CheckIcon, CloseIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import type { Outcome } from './outcome.ts'
import { counterWords } from './words.ts'

type Props = { readonly outcome: Outcome; readonly retry: (() => void) | null }

/** Readable from two steps away: green, or red with what to do. The next scan replaces it. */
export function Result({ outcome, retry }: Props) {
  const say = useWords(counterWords)
  const sayDesk = useWords(deskWords)
  const language = useLanguage()
  const { title, facts, advice } =
    outcome.kind === 'failed'
      ? { title: say('failedTitle'), advice: problemText(outcome.refusal, sayDesk) }
      : resultText(outcome, say, language)
  const tone = outcome.kind === 'collected' ? 'good' : outcome.kind === 'offline' ? 'warn' : 'bad'
  const icons = { good: CheckIcon, warn: AlertIcon, bad: CloseIcon }
  const ResultIcon = icons[tone]
  return (
    <div class={`result result-${tone}`} role="alert" data-testid="result" data-result={outcome.kind}>
      <span class="result-icon">
        <ResultIcon />
      </span>
      <h2 class="result-title">{title}</h2>
      {facts && <p class="result-facts">{facts}</p>}
      {advice && <p class="result-advice">{advice}</p>}
      {retry ? (
        <Button kind="primary" onClick={retry} data-testid="retry">
          {say('retry')}
        </Button>
      ) : (
        <p class="small">{say('next')}</p>
      )}
    </div>
  )
}

type ResultText = { readonly title: string; readonly facts?: string; readonly advice?: string }

function resultText(
  outcome: Exclude<Outcome, { kind: 'failed' }>,
  say: Say<keyof typeof counterWords>,
  language: Language,
): ResultText {
  switch (outcome.kind) {
    case 'collected': {
      const { number, contact } = outcome.order
      return {
        title: say('collectedTitle'),
        facts: say('collectedText', { number, name: contact?.name ?? '' }),
        ...(outcome.byEarlierTry ? { advice: say('collectedEarlier') } : {}),
      }
    }
    case 'already-collected':
      return {
        title: say('already-collectedTitle'),
        ...(outcome.at === null ? {} : { facts: say('alreadyAt', { time: timeText(outcome.at, language) }) }),
        advice: say('already-collectedText'),
      }
    case 'wrong-store':
      return {
        title: say('wrong-storeTitle'),
        advice:
          outcome.storeName === null
            ? say('wrongStoreUnknown')
            : say('wrong-storeText', { store: outcome.storeName }),
      }
    case 'offline':
      return {
        title: say('offlineTitle'),
        advice: say(outcome.handingOver ? 'offlineText' : 'offlineLookupText'),
      }
    default:
      return { title: say(`${outcome.kind}Title`), advice: say(`${outcome.kind}Text`) }
  }
}
