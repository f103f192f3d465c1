import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks'
import type { OwnSessionView, Permission } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'

export type Staff = OwnSessionView

export type Session =
  | { readonly kind: 'checking' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'staff'; readonly staff: Staff }
  /** The session ended while somebody worked: the page stays as it is and asks for the password again. */
  | { readonly kind: 'lapsed'; readonly staff: Staff }
  | { readonly kind: 'failed'; readonly problem: ApiProblem }

type Actions = {
  readonly session: Session
  readonly call: typeof call
  check(): void
  signIn(name: string, password: string): Promise<void>
  signOut(): Promise<void>
}

const Context = createContext<Actions | null>(null)

/** Who works here: asks the server at the start, and notices every 401 that a call through `useCall` meets. */
export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [session, setSession] = useState<Session>({ kind: 'checking' })

  const check = useCallback(() => {
    setSession({ kind: 'checking' })
    call<Staff>('GET', '/api/v1/session').then(
      staff => setSession({ kind: 'staff', staff }),
      (error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error
        setSession(error.status === 401 ? { kind: 'guest' } : { kind: 'failed', problem: error })
      },
    )
  }, [])
  useEffect(check, [check])

  const actions = useMemo(() => {
    const watched: typeof call = async (method, path, options) => {
      try {
        return await call(method, path, options)
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401)
          setSession(now => (now.kind === 'staff' ? { ...now, kind: 'lapsed' } : now))
        throw error
      }
    }
    return {
      call: watched,
      check,
      async signIn(name: string, password: string) {
        const staff = await call<Staff>('POST', '/api/v1/session', { body: { name, password } })
        setSession({ kind: 'staff', staff })
      },
      async signOut() {
        await call<void>('DELETE', '/api/v1/session')
        setSession({ kind: 'guest' })
      },
    }
  }, [check])

  const value = useMemo(() => ({ ...actions, session }), [actions, session])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useSession(): Actions {
  const actions = useContext(Context)
  if (!actions) throw new Error('useSession outside of SessionProvider')
  return actions
}

/** Who works here: behind the sign-in there is always somebody. */
export function useStaff(): Staff {
  const { session } = useSession()
  if (session.kind !== 'staff' && session.kind !== 'lapsed') throw new Error('useStaff before the sign-in')
  return session.staff
}

/** What this person may do: the server decides, and pages do not show what it would refuse. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useStaff()
  return useCallback((permission: Permission) => permissions.includes(permission), [permissions])
}

/** `call` of shared/api.ts, for pages behind the sign-in. */
export function useCall(): typeof call {
  return useSession().call
}
