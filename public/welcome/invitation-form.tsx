import { useCallback } from 'preact/hooks'
import type { OpenInvitationView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { roleWords } from '../desk/role-words.ts'
import { useResource } from '../desk/use-resource.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { AccountForm } from './account-form.tsx'
import { welcomeWords } from './words.ts'

type Props = {
  readonly token: string
  /** The link was used, taken back, or is too old. */
  onGone(): void
  onMade(): void
}

/** Somebody was invited, or forgot a password: the link says what it is for. */
export function InvitationForm({ token, onGone, onMade }: Props) {
  const say = useWords(welcomeWords)
  const sayRole = useWords(roleWords)
  const invitation = useResource(useCallback((signal: AbortSignal) => look(token, signal, onGone), [token]))
  return (
    <Loaded loading={invitation}>
      {({ kind, name, role, storeName }) =>
        kind === 'reset' ? (
          <AccountForm
            title={say('resetTitle', { name: name ?? '' })}
            text={say('resetText')}
            fixedName={name ?? ''}
            submitLabel={say('setPassword')}
            submit={(_name, password) =>
              call('POST', '/api/v1/invitations/accept', { body: { token, password } })
            }
            onGone={onGone}
            onMade={onMade}
          />
        ) : (
          <AccountForm
            title={say('inviteTitle')}
            text={say('inviteText', { role: sayRole(role), store: storeName ?? sayRole('allStores') })}
            startName={name ?? ''}
            submitLabel={say('create')}
            submit={(chosen, password) =>
              call('POST', '/api/v1/invitations/accept', { body: { token, name: chosen, password } })
            }
            onGone={onGone}
            onMade={onMade}
          />
        )
      }
    </Loaded>
  )
}

async function look(token: string, signal: AbortSignal, onGone: () => void): Promise<OpenInvitationView> {
  try {
    return await call<OpenInvitationView>('POST', '/api/v1/invitations/look', { body: { token }, signal })
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 410) onGone()
    throw error
  }
}
