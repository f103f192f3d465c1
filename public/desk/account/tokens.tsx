import { useCallback, useState } from 'preact/hooks'
import type { TokenView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { Loaded } from '../loaded.tsx'
import { roleWords } from '../role-words.ts'
import { useCall } from '../session.tsx'
import { timeText } from '../time-text.ts'
import { useProblemText } from '../use-problem-text.ts'
import { useResource } from '../use-resource.ts'
import { deskWords } from '../words.ts'
import { NewToken } from './new-token.tsx'
import { accountWords } from './words.ts'

type Props = { show(text: string, kind?: 'plain' | 'bad'): void }

export function Tokens({ show }: Props) {
  const say = useWords(accountWords)
  const sayDesk = useWords(deskWords)
  const sayRole = useWords(roleWords)
  const sayProblem = useProblemText()
  const language = useLanguage()
  const call = useCall()
  const tokens = useResource(
    useCallback((signal: AbortSignal) => allPages<TokenView>(call, '/api/v1/tokens', signal), [call]),
  )
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<TokenView | null>(null)
  const revoke = async ({ id }: TokenView) => {
    try {
      await call('DELETE', `/api/v1/tokens/${encodeURIComponent(id)}`)
      show(say('revoked'))
    } catch (error) {
      show(sayProblem(error), 'bad')
    }
    setRevoking(null)
    tokens.reload()
  }
  return (
    <section class="account-part">
      <h3 class="sub-title">{say('tokens')}</h3>
      <p class="quiet small">{say('tokensText')}</p>
      <Loaded loading={tokens}>
        {known =>
          known.length === 0 ? (
            <p class="small quiet">{say('noTokens')}</p>
          ) : (
            <ul class="account-list">
              {known.map(token => (
                <li key={token.id} class="account-row">
                  <span class="account-what">
                    <strong>{token.name}</strong>
                    <span class="quiet small">
                      {[
                        token.scopes.map(scope => sayRole(scope)).join(language === 'zh' ? '、' : ', '),
                        token.usedAt === null
                          ? say('neverUsed')
                          : say('used', { when: timeText(token.usedAt, language) }),
                        token.expiresAt && say('endsAt', { when: timeText(token.expiresAt, language) }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  <Button
                    aria-label={say('revokeOf', { name: token.name })}
                    onClick={() => setRevoking(token)}
                  >
                    {say('revoke')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {making ? (
        <NewToken onMade={tokens.reload} onClose={() => setMaking(false)} />
      ) : (
        <Button onClick={() => setMaking(true)} data-testid="new-token">
          {say('newToken')}
        </Button>
      )}
      {revoking && (
        <Confirm
          title={say('revokeTitle')}
          confirmLabel={say('revoke')}
          cancelLabel={sayDesk('cancel')}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        >
          <p>{say('revokeText', { name: revoking.name })}</p>
        </Confirm>
      )}
    </section>
  )
}
