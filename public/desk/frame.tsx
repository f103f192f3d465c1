import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { LogoutIcon } from '../shared/icons.tsx'
import { LanguageToggle, useWords } from '../shared/language.tsx'
import { FailedState, Spinner } from '../shared/states.tsx'
import { MenuIcon } from './icons.tsx'
import { Mark } from './mark.tsx'
import { problemText } from './problem-text.ts'
import { type Staff, useSession } from './session.tsx'
import { SignIn } from './sign-in.tsx'
import { deskWords } from './words.ts'

const places = ['studio', 'counter', 'admin'] as const
export type Place = (typeof places)[number]

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
          <main class={`frame-main ${place}`}>{children}</main>
          {session.kind === 'lapsed' && <Lapsed name={session.staff.name} />}
        </>
      )
  }
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
  return (
    <header class="frame-head">
      <Mark />
      <nav class="frame-nav">
        {places.map(name => (
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
        <LanguageToggle class="button button-quiet frame-menu-item" />
        <Button kind="quiet" class="frame-menu-item" onClick={() => signOut().catch(check)}>
          <LogoutIcon />
          {say('signOut')}
        </Button>
      </div>
    </header>
  )
}
