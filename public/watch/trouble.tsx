import type { Words } from '../shared/i18n.ts'
import { useWords } from '../shared/language.tsx'
import { FailedState } from '../shared/states.tsx'

const words = {
  unknownTitle: ['没有这个直播间', 'There is no such room'],
  unknownText: ['链接可能抄错了，或直播间已改名。', 'The link may be mistyped, or the room was renamed.'],
  home: ['看看其他直播间', 'See the other rooms'],
  failedTitle: ['连不上服务器', 'Cannot reach the server'],
  failedText: [
    '请检查网络；连上后会自动继续。',
    'Check your connection; it goes on by itself once it is back.',
  ],
  retry: ['再试一次', 'Try again'],
} satisfies Words<string>

type Props = { readonly kind: 'unknown' | 'failed'; onRetry(): void }

/** Instead of a room. */
export function Trouble({ kind, onRetry }: Props) {
  const say = useWords(words)
  if (kind === 'unknown') {
    return (
      <FailedState title={say('unknownTitle')} text={say('unknownText')}>
        <a class="button button-primary" href="/">
          {say('home')}
        </a>
      </FailedState>
    )
  }
  return (
    <FailedState title={say('failedTitle')} text={say('failedText')}>
      <button type="button" class="button button-primary" onClick={onRetry}>
        {say('retry')}
      </button>
    </FailedState>
  )
}
