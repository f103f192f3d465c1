import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { LogoutIcon, PersonIcon } from '../shared/icons.tsx'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { EmptyState, FailedState, Spinner } from '../shared/states.tsx'
import { AccountSheet } from './account/account-sheet.tsx'
import { MenuIcon } from './icons.tsx'
import { Mark } from './mark.tsx'
import { type Place, placesOf } from './places.ts'
import { problemText } from './problem-text.ts'
import { type Staff, useSession } from './session.tsx'
import { SignIn } from './sign-in.tsx'
import { deskWords } from './words.ts'

/** A desk's page: nothing before the sign-in, then the head with the way to the other desks, then the content. */
export function Frame({ place, children }: { place: Place; children: ComponentChildren }) {
  const say = useWords(deskWords)
  const { session, check } = useSession()
  switch (session.kind) {
    case 'checking':
      return (
        <main class="frame-middle">
          <Spinner label={say('loading')} />
        </main>
      )
    case 'failed':
      return (
        <main class="frame-middle">
          <FailedState title={say('loadFailed')} text={problemText(session.problem, say)}>
            <Button onClick={check}>{say('retry')}</Button>
          </FailedState>
        </main>
      )
    case 'guest':
      return (
        <main class="frame-middle">
          <SignIn />
        </main>
      )
    default:
      return (
        <>
          <Head place={place} staff={session.staff} />
          {placesOf(session.staff.permissions).includes(place) ? (
            <main class={`frame-main ${place}`}>{children}</main>
          ) : (
            <Elsewhere staff={session.staff} />
          )}
          {session.kind === 'lapsed' && <Lapsed name={session.staff.name} />}
        </>
      )
  }
}

/** Somebody came to a desk that their role has nothing to do at. */
function Elsewhere({ staff }: { staff: Staff }) {
  const say = useWords(deskWords)
  const [first] = placesOf(staff.permissions)
  return (
    <main class="frame-middle">
      <EmptyState title={say('notYours')} text={say('notYoursText')}>
        {first && (
          <a class="button button-primary" href={`/${first}`}>
            {say(first)}
          </a>
        )}
      </EmptyState>
    </main>
  )
}

/** Modal, so that it also lies above a sheet that was open; there is no way past it. */
function Lapsed({ name }: { name: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} class="frame-lapsed" onCancel={event => event.preventDefault()}>
      <SignIn again={name} />
    </dialog>
  )
}

function Head({ place, staff }: { place: Place; staff: Staff }) {
  const say = useWords(deskWords)
  const { signOut, check } = useSession()
  const [account, setAccount] = useState(false)
  return (
    <header class="frame-head">
      <Mark />
      <nav class="frame-nav">
        {placesOf(staff.permissions).map(name => (
          <a
            key={name}
            href={`/${name}`}
            class="frame-link"
            aria-current={name === place ? 'page' : undefined}
          >
            {say(name)}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="button button-quiet button-icon"
        popovertarget="account"
        aria-label={say('menu')}
      >
        <MenuIcon />
      </button>
      <div class="frame-menu" id="account" popover="auto">
        <p class="quiet small">{say('signedInAs', { name: staff.name })}</p>
        <Button
          kind="quiet"
          class="frame-menu-item"
          popovertarget="account"
          popovertargetaction="hide"
          onClick={() => setAccount(true)}
          data-testid="open-account"
        >
          <PersonIcon />
          {say('account')}
        </Button>
        <LanguageToggle class="button button-quiet frame-menu-item" />
        <Button kind="quiet" class="frame-menu-item" onClick={() => signOut().catch(check)}>
          <LogoutIcon />
          {say('signOut')}
        </Button>
      </div>
      {account && <AccountSheet onClose={() => setAccount(false)} />}
    </header>
  )
}
