import { useState } from 'preact/hooks'
import { Mark } from '../desk/mark.tsx'
import { problemText } from '../desk/problem-text.ts'
import { useSession } from '../desk/session.tsx'
import { deskWords } from '../desk/words.ts'
import { Button } from '../shared/button.tsx'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { FailedState, Spinner } from '../shared/states.tsx'
import { FirstSteps } from './first-steps.tsx'
import { OwnerForm } from './owner-form.tsx'
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
  const [token] = useState(() => location.hash.slice(1))
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
  if (session.kind !== 'guest') return <FirstSteps />
  if (gone)
    return (
      <FailedState title={say('goneTitle')} text={say('goneText')}>
        {signIn}
      </FailedState>
    )
  if (token === '')
    return (
      <FailedState title={say('missingTitle')} text={say('missingText')}>
        {signIn}
      </FailedState>
    )
  return (
    <OwnerForm
      token={token}
      onGone={() => setGone(true)}
      onMade={() => {
        // Used up, and no business of the browser's history.
        history.replaceState(null, '', '/welcome')
        check()
      }}
    />
  )
}
