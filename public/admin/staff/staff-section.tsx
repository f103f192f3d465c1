import { useCallback, useState } from 'preact/hooks'
import type { InvitationView, StaffView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { roleWords } from '../../desk/role-words.ts'
import { useCall, useStaff } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { useResource } from '../../desk/use-resource.ts'
import { Button } from '../../shared/button.tsx'
import { PersonIcon, PlusIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { allPages } from '../../shared/pages.ts'
import { EmptyState } from '../../shared/states.tsx'
import { type SectionProps, Tools } from '../section.tsx'
import { InviteSheet } from './invite-sheet.tsx'
import { OpenInvitations } from './open-invitations.tsx'
import { PersonSheet } from './person-sheet.tsx'
import { known, useStores } from './use-stores.ts'
import { staffWords } from './words.ts'
import './staff.css'

export function StaffSection({ show }: SectionProps) {
  const say = useWords(staffWords)
  const sayRole = useWords(roleWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const me = useStaff()
  const stores = known(useStores())
  const people = useResource(
    useCallback((signal: AbortSignal) => allPages<StaffView>(call, '/api/v1/staff', signal), [call]),
  )
  const invitations = useResource(
    useCallback(
      (signal: AbortSignal) => allPages<InvitationView>(call, '/api/v1/invitations', signal),
      [call],
    ),
  )
  const [open, setOpen] = useState<StaffView | 'invite' | null>(null)
  const revoke = async ({ id }: InvitationView) => {
    try {
      await call('DELETE', `/api/v1/invitations/${encodeURIComponent(id)}`)
      show(say('revoked'))
    } catch (error) {
      show(sayProblem(error), 'bad')
    }
    invitations.reload()
  }
  const storeName = (id: string | null) => stores.find(store => store.id === id)?.name ?? sayRole('allStores')
  return (
    <>
      <Tools>
        <Button kind="primary" onClick={() => setOpen('invite')} data-testid="invite">
          <PlusIcon />
          {say('invite')}
        </Button>
      </Tools>
      {invitations.resource.state === 'ready' && (
        <OpenInvitations invitations={invitations.resource.value} stores={stores} onRevoke={revoke} />
      )}
      <Loaded loading={people}>
        {all => (
          <>
            <table class="table">
              <thead>
                <tr>
                  <th>{say('name')}</th>
                  <th>{say('role')}</th>
                  <th>{say('store')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {all.map(person => (
                  <tr
                    key={person.id}
                    class={person.disabled ? 'person-disabled' : ''}
                    data-testid="person-row"
                  >
                    <td class="table-head-cell">
                      <strong>{person.name}</strong>{' '}
                      {person.id === me.id && <span class="badge">{say('you')}</span>}
                      {person.disabled && <span class="badge">{say('disabled')}</span>}
                    </td>
                    <td data-label={say('role')}>{sayRole(person.role)}</td>
                    <td data-label={say('store')}>{storeName(person.storeId)}</td>
                    <td class="table-action">
                      {person.manageable && (
                        <Button
                          aria-label={say('manageOf', { name: person.name })}
                          onClick={() => setOpen(person)}
                        >
                          {say('manage')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {all.every(({ id }) => id === me.id) && (
              <EmptyState icon={<PersonIcon />} title={say('empty')} text={say('emptyText')} />
            )}
          </>
        )}
      </Loaded>
      {open === 'invite' && (
        <InviteSheet stores={stores} onMade={invitations.reload} onClose={() => setOpen(null)} />
      )}
      {open !== null && open !== 'invite' && (
        <PersonSheet
          person={open}
          stores={stores}
          onDone={text => {
            setOpen(null)
            show(text)
            people.reload()
            invitations.reload()
          }}
          onClose={() => {
            setOpen(null)
            invitations.reload()
          }}
        />
      )}
    </>
  )
}
