import type { InvitationView, StoreView } from '../../../src/wire.ts'
import { roleWords } from '../../desk/role-words.ts'
import { timeText } from '../../desk/time-text.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { staffWords } from './words.ts'

type Props = {
  readonly invitations: readonly InvitationView[]
  readonly stores: readonly StoreView[]
  onRevoke(invitation: InvitationView): void
}

/** Links that somebody may still use. */
export function OpenInvitations({ invitations, stores, onRevoke }: Props) {
  const say = useWords(staffWords)
  const sayRole = useWords(roleWords)
  const language = useLanguage()
  if (invitations.length === 0) return null
  return (
    <section class="card open-invitations">
      <h2 class="sub-title">{say('open')}</h2>
      <ul class="account-list">
        {invitations.map(invitation => {
          const { kind, name, role, storeId } = invitation
          const shown = name ?? say('someone')
          const store = stores.find(({ id }) => id === storeId)?.name ?? sayRole('allStores')
          return (
            <li key={invitation.id} class="account-row" data-testid="invitation-row">
              <span class="account-what">
                <strong>{kind === 'reset' ? say('forReset', { name: shown }) : shown}</strong>
                <span class="quiet small">
                  {sayRole(role)} · {store} ·{' '}
                  {say('until', { when: timeText(invitation.expiresAt, language) })}
                </span>
              </span>
              <Button aria-label={say('revokeOf', { name: shown })} onClick={() => onRevoke(invitation)}>
                {say('revoke')}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
