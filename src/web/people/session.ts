import { type ShallowRef, shallowRef } from 'vue'
import { type Api, bodyOf, type Role, type Session } from '../api/client.ts'
import { NoSignal, Refused } from '../api/problem.ts'

const PLACE = 'xuncha.session'

export interface SignIn {
  /** `null` when nobody is signed in. */
  readonly current: ShallowRef<Session | null>
  /** Finds out who is signed in; without a signal, who was the last time. */
  start(): Promise<void>
  signIn(login: string, password: string): Promise<Session>
  signOut(): Promise<void>
  /** The server says that the session has ended; what is kept on the phone stays for its owner. */
  forget(): void
}

/** Who is signed in. The cookie is the proof; what lies here only lets the app open without a signal. */
export function createSignIn(api: Api): SignIn {
  const current = shallowRef<Session | null>(null)
  const keep = (session: Session | null): void => {
    current.value = session
    if (session === null) localStorage.removeItem(PLACE)
    else localStorage.setItem(PLACE, JSON.stringify(session))
  }
  const last = (): Session | null => {
    try {
      return JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Session | null
    } catch {
      return null
    }
  }
  const ask = async (): Promise<void> => {
    try {
      keep(await bodyOf(api.GET('/api/v1/session')))
    } catch (error) {
      if (error instanceof Refused && error.problem.status === 401) keep(null)
      else if (!(error instanceof NoSignal || error instanceof Refused)) throw error
    }
  }
  return {
    current,
    // Whoever was here the last time sees the first screen at once; the server is asked meanwhile.
    start: async () => {
      current.value = last()
      if (current.value === null) await ask()
      else void ask()
    },
    signIn: async (login, password) => {
      const session = await bodyOf(api.POST('/api/v1/session', { body: { login, password } }))
      keep(session)
      return session
    },
    signOut: async () => {
      await bodyOf(api.DELETE('/api/v1/session'))
      keep(null)
    },
    forget: () => keep(null),
  }
}

/** Whether somebody holds one of these roles anywhere. */
export function holds(session: Session, ...roles: Role[]): boolean {
  return session.roles.some(({ role }) => roles.includes(role))
}
