import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks'
import type { OwnSessionView, Permission } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { recall, remember } from '../shared/device-store.ts'
import { orRecalled, rememberAnswer } from './recalled.ts'

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

const staffKey = 'staff'
/** Somebody signed out, and the server has not heard of it. */
const leavingKey = 'leaving'

type Props = {
  readonly children: ComponentChildren
  /** Without an answer it is who worked on this device last, until they signed out: for a page that needs no server. */
  readonly unanswered?: boolean
}

/** Who works here: asks the server at the start, and notices every 401 that a call through `useCall` meets. */
export function SessionProvider({ children, unanswered = false }: Props) {
  const [session, setSession] = useState<Session>({ kind: 'checking' })

  const check = useCallback(() => {
    setSession({ kind: 'checking' })
    const known = unanswered ? orRecalled(staffKey, isStaff, ownSession) : ownSession()
    known.then(
      staff => setSession(here(staff)),
      (error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error
        setSession(error.status === 401 ? gone() : { kind: 'failed', problem: error })
      },
    )
  }, [unanswered])
  useEffect(check, [check])

  const actions = useMemo(() => {
    const watched: typeof call = async (method, path, options) => {
      try {
        return await call(method, path, options)
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) {
          rememberAnswer(staffKey, null)
          setSession(now => (now.kind === 'staff' ? { ...now, kind: 'lapsed' } : now))
        }
        throw error
      }
    }
    return {
      call: watched,
      check,
      async signIn(name: string, password: string) {
        const staff = await call<Staff>('POST', '/api/v1/session', { body: { name, password } })
        remember(leavingKey, '')
        setSession(here(staff))
      },
      async signOut() {
        remember(leavingKey, 'yes')
        rememberAnswer(staffKey, null)
        await leave()
        setSession({ kind: 'guest' })
      },
    }
  }, [check])

  const value = useMemo(() => ({ ...actions, session }), [actions, session])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

async function ownSession(signal?: AbortSignal): Promise<Staff> {
  if (recall(leavingKey)) await leave()
  return call<Staff>('GET', '/api/v1/session', { signal })
}

async function leave(): Promise<void> {
  await call<void>('DELETE', '/api/v1/session')
  remember(leavingKey, '')
}

function here(staff: Staff): Session {
  rememberAnswer(staffKey, staff)
  return { kind: 'staff', staff }
}

function gone(): Session {
  rememberAnswer(staffKey, null)
  return { kind: 'guest' }
}

function isStaff(value: unknown): value is Staff {
  if (typeof value !== 'object' || value === null) return false
  const text = (key: string) => typeof Reflect.get(value, key) === 'string'
  return ['id', 'name', 'role', 'currency'].every(text) && Array.isArray(Reflect.get(value, 'permissions'))
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

/** The same in one store: who works in a store may do nothing in another. */
export function useMayIn(): (permission: Permission, storeId: string) => boolean {
  const { storeId: own } = useStaff()
  const may = useMay()
  return useCallback(
    (permission, storeId) => may(permission) && (own === null || own === storeId),
    [may, own],
  )
}

/** `call` of shared/api.ts, for pages behind the sign-in. */
export function useCall(): typeof call {
  return useSession().call
}
