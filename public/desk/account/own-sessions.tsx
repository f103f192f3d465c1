import { useCallback } from 'preact/hooks'
import type { SessionView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { Loaded } from '../loaded.tsx'
import { useCall } from '../session.tsx'
import { timeText } from '../time-text.ts'
import { useProblemText } from '../use-problem-text.ts'
import { useResource } from '../use-resource.ts'
import { accountWords } from './words.ts'

export function OwnSessions({ show }: { show(text: string, kind?: 'plain' | 'bad'): void }) {
  const say = useWords(accountWords)
  const sayProblem = useProblemText()
  const language = useLanguage()
  const call = useCall()
  const sessions = useResource(
    useCallback((signal: AbortSignal) => allPages<SessionView>(call, '/api/v1/sessions', signal), [call]),
  )
  const end = async (path: string, said: string) => {
    try {
      await call('DELETE', path)
      show(said)
    } catch (error) {
      show(sayProblem(error), 'bad')
    }
    sessions.reload()
  }
  return (
    <section class="account-part">
      <h3 class="sub-title">{say('sessions')}</h3>
      <Loaded loading={sessions}>
        {known => (
          <>
            <ul class="account-list" data-testid="sessions">
              {known.map(session => {
                const device = session.device || say('unknownDevice')
                return (
                  <li key={session.id} class="account-row">
                    <span class="account-what">
                      <strong>{device}</strong>
                      <span class="quiet small">
                        {session.current
                          ? say('thisDevice')
                          : say('seen', { when: timeText(session.seenAt, language) })}
                      </span>
                    </span>
                    {!session.current && (
                      <Button
                        aria-label={say('endOf', { device })}
                        onClick={() =>
                          end(`/api/v1/sessions/${encodeURIComponent(session.id)}`, say('ended'))
                        }
                      >
                        {say('end')}
                      </Button>
                    )}
                  </li>
                )
              })}
            </ul>
            {known.length > 2 && (
              <Button onClick={() => end('/api/v1/sessions', say('othersEnded'))}>{say('endOthers')}</Button>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}
