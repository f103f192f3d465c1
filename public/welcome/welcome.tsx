import { useState } from 'preact/hooks'
import { Mark } from '../desk/mark.tsx'
import { placesOf } from '../desk/places.ts'
import { problemText } from '../desk/problem-text.ts'
import { useSession } from '../desk/session.tsx'
import { deskWords } from '../desk/words.ts'
import { call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { CheckIcon } from '../shared/icons.tsx'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { EmptyState, FailedState, Spinner } from '../shared/states.tsx'
import { AccountForm } from './account-form.tsx'
import { FirstSteps } from './first-steps.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { linkOf } from './link.ts'
import { welcomeWords } from './words.ts'

/** The first page that an owner sees: account, then something to look at, then the studio. */
export function Welcome() {
  return (
    <main class="welcome">
      <header class="welcome-head">
        <Mark />
        <LanguageToggle />
      </header>
      <div class="card welcome-card">
        <Step />
      </div>
    </main>
  )
}

function Step() {
  const say = useWords(welcomeWords)
  const sayDesk = useWords(deskWords)
  const { session, check } = useSession()
  const [link] = useState(() => linkOf(location.hash))
  const [gone, setGone] = useState(false)
  const signIn = (
    <a class="button button-secondary" href="/studio">
      {say('haveAccount')}
    </a>
  )

  if (session.kind === 'checking') return <Spinner label={sayDesk('loading')} />
  if (session.kind === 'failed')
    return (
      <FailedState title={sayDesk('loadFailed')} text={problemText(session.problem, sayDesk)}>
        <Button onClick={check}>{sayDesk('retry')}</Button>
      </FailedState>
    )
  if (session.kind !== 'guest') {
    const { permissions } = session.staff
    if (permissions.includes('settings.manage')) return <FirstSteps />
    const [first = 'counter'] = placesOf(permissions)
    return (
      <EmptyState
        icon={<CheckIcon />}
        title={say('inTitle', { name: session.staff.name })}
        text={say('inText')}
      >
        <a class="button button-primary" href={`/${first}`} data-testid="to-desk">
          {sayDesk(first)}
        </a>
      </EmptyState>
    )
  }
  if (gone)
    return (
      <FailedState
        title={say('goneTitle')}
        text={say(link.kind === 'invitation' ? 'goneInvitation' : 'goneText')}
      >
        {signIn}
      </FailedState>
    )
  if (link.token === '')
    return (
      <FailedState title={say('missingTitle')} text={say('missingText')}>
        {signIn}
      </FailedState>
    )
  const onGone = () => setGone(true)
  const onMade = () => {
    // Used up, and no business of the browser's history.
    history.replaceState(null, '', '/welcome')
    check()
  }
  if (link.kind === 'invitation') return <InvitationForm token={link.token} onGone={onGone} onMade={onMade} />
  return (
    <AccountForm
      title={say('welcome')}
      text={say(link.kind === 'owner-again' ? 'ownerAgainText' : 'ownerText')}
      submitLabel={say(link.kind === 'owner-again' ? 'setPassword' : 'create')}
      submit={(name, password) =>
        call('POST', '/api/v1/owner', { body: { token: link.token, name, password } })
      }
      onGone={onGone}
      onMade={onMade}
    />
  )
}
